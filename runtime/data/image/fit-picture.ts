// Fits a picture to a network's input size: scales it to cover that size, crops the centre, converts grey and colour.
import type { Shape } from '../../../model/index.js';
import type { Picture } from './picture.js';

/**
 * Writes the picture into `target` ([height, width, channels] of `shape`). Each pixel is a mean weighted by a triangle
 * two target pixels wide (at least two source pixels): shrinking is antialiased, enlarging is bilinear.
 */
export function fitPicture(picture: Picture, shape: Shape, target: Uint8Array): void {
  const scale = Math.min(picture.height / shape.height, picture.width / shape.width);
  const rows = weights(picture.height, shape.height, scale);
  const columns = weights(picture.width, shape.width, scale);
  const { width, channels, pixels } = convertChannels(picture, shape.channels);
  // First along columns, for the rows that are needed; then along rows.
  const first = rows[0].first;
  const last = rows.at(-1)!;
  const narrow = new Float32Array((last.first + last.shares.length - first) * shape.width * channels);
  for (let row = 0; row * shape.width * channels < narrow.length; row++) {
    for (let column = 0; column < shape.width; column++) {
      const { first: left, shares } = columns[column];
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let index = 0; index < shares.length; index++) {
          sum += shares[index] * pixels[((first + row) * width + left + index) * channels + channel];
        }
        narrow[(row * shape.width + column) * channels + channel] = sum;
      }
    }
  }
  const rowValues = shape.width * channels;
  for (let row = 0; row < shape.height; row++) {
    const { first: top, shares } = rows[row];
    for (let place = 0; place < rowValues; place++) {
      let sum = 0;
      for (let index = 0; index < shares.length; index++) {
        sum += shares[index] * narrow[(top - first + index) * rowValues + place];
      }
      target[row * rowValues + place] = Math.round(sum);
    }
  }
}

/** A target pixel's weights of the source pixels from `first` on; they sum to 1. */
interface Weights {
  readonly first: number;
  readonly shares: Float64Array;
}

function weights(source: number, target: number, scale: number): readonly Weights[] {
  const start = (source - target * scale) / 2;
  const reach = Math.max(1, scale);
  return Array.from({ length: target }, (_, index) => {
    const centre = start + (index + 0.5) * scale - 0.5;
    const first = Math.max(0, Math.ceil(centre - reach));
    const last = Math.min(source - 1, Math.floor(centre + reach));
    const shares = Float64Array.from({ length: last - first + 1 }, (_, offset) =>
      Math.max(0, 1 - Math.abs(first + offset - centre) / reach),
    );
    const sum = shares.reduce((total, share) => total + share, 0);
    return { first, shares: shares.map((share) => share / sum) };
  });
}

/** Colour to grey: luminance (ITU-R 601, as in JPEG). Grey to colour: three equal channels. */
function convertChannels(
  picture: Picture,
  channels: number,
): { width: number; channels: number; pixels: ArrayLike<number> } {
  const { width, pixels } = picture;
  if (picture.channels === channels) return { width, channels, pixels };
  const count = picture.height * width;
  const converted = new Float32Array(count * channels);
  for (let place = 0; place < count; place++) {
    if (channels === 1) {
      const [red, green, blue] = [pixels[3 * place], pixels[3 * place + 1], pixels[3 * place + 2]];
      converted[place] = 0.299 * red + 0.587 * green + 0.114 * blue;
    } else converted.fill(pixels[place], channels * place, channels * (place + 1));
  }
  return { width, channels, pixels: converted };
}

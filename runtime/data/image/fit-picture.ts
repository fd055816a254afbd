// Brings a picture to the size a network takes: scaled until it covers it, cut to it around its middle, in grey or in
// colour.
import type { Shape } from '../../../model/index.js';
import type { Picture } from './picture.js';

/**
 * Writes the picture into `target` ([height, width, channels] of `shape`). Each pixel is the mean of what it covers,
 * weighted by a triangle as wide as two target pixels (never narrower than two source pixels): shrinking leaves no
 * jagged edges, growing is bilinear.
 */
export function fitPicture(picture: Picture, shape: Shape, target: Uint8Array): void {
  const scale = Math.min(picture.height / shape.height, picture.width / shape.width);
  const rows = weights(picture.height, shape.height, scale);
  const columns = weights(picture.width, shape.width, scale);
  const { width, channels, pixels } = inChannels(picture, shape.channels);
  // First the columns, of the rows that are needed; then the rows.
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

/** What a target pixel takes of the source pixels from `first` on; the shares sum to 1. */
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

/** Grey of colour is its luminance (ITU-R 601, as in JPEG); colour of grey is three times the same. */
function inChannels(
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

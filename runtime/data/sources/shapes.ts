// Draws the data set `shapes`: one figure an image with random size, position, rotation and colours. An image depends
// only on the seed and its index: the set is the same on every machine, and a larger count only appends.
import { type DataSource, drawnShapes, elements, formatData, type Shape } from '../../../model/index.js';
import { mulberry32, pcg, type Random } from '../../ir/index.js';
import { DataError, type DataSet, type Images } from '../dataset.js';

type Drawn = Extract<DataSource, { kind: 'shapes' }>;

const mostBytes = 2 ** 31;
/** Samples along a pixel's side: antialiasing. */
const samples = 3;
/** Of 255: least difference between figure and background, and largest noise. */
const contrast = 80;
const noise = 12;

/** Whether a point is inside the figure, which is inscribed in the unit circle. */
const figures: { readonly [K in (typeof drawnShapes)[number]]: (x: number, y: number) => boolean } = {
  circle: (x, y) => x * x + y * y <= 1,
  square: (x, y) => Math.abs(x) <= Math.SQRT1_2 && Math.abs(y) <= Math.SQRT1_2,
  // Three half planes at distance 1/2.
  triangle: (x, y) => y <= 0.5 && 1.7320508 * x - y <= 1 && -1.7320508 * x - y <= 1,
  cross: (x, y) => (Math.abs(x) <= 0.3 && Math.abs(y) <= 0.95) || (Math.abs(y) <= 0.3 && Math.abs(x) <= 0.95),
};

/** Throws a DataError above 2 GiB. */
export function drawShapes(source: Drawn): DataSet {
  const { size: shape, train, test, seed } = source;
  const bytes = (train + test) * elements(shape);
  if (bytes > mostBytes) {
    const gibibytes = (bytes / 2 ** 30).toFixed(1);
    throw new DataError(
      `${formatData(source)} would take ${gibibytes} GiB; the limit is 2 GiB: draw fewer or smaller images.`,
    );
  }
  const [forTraining, forTesting] = [pcg(seed), pcg(seed + 0x8000_0000)];
  return {
    name: formatData(source),
    shape,
    classes: drawnShapes.length,
    train: draw(shape, train, forTraining),
    test: draw(shape, test, forTesting),
  };
}

/** All classes are equally frequent. */
function draw(shape: Shape, count: number, seed: number): Images {
  const size = elements(shape);
  const pixels = new Uint8Array(count * size);
  const labels = new Uint8Array(count);
  for (let image = 0; image < count; image++) {
    labels[image] = image % drawnShapes.length;
    const random = mulberry32(pcg((seed + image) >>> 0));
    drawImage(pixels.subarray(image * size, (image + 1) * size), shape, drawnShapes[labels[image]], random);
  }
  return { count, pixels, labels };
}

function drawImage(pixels: Uint8Array, shape: Shape, kind: (typeof drawnShapes)[number], random: Random): void {
  const { height, width, channels } = shape;
  const radius = Math.min(height, width) * (0.25 + 0.23 * random());
  const centreX = radius + random() * (width - 2 * radius);
  const centreY = radius + random() * (height - 2 * radius);
  const angle = 2 * Math.PI * random();
  const [cosine, sine] = [Math.cos(angle) / radius, Math.sin(angle) / radius];
  const [ground, figure] = drawColours(channels, random);
  const contains = figures[kind];
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      let covered = 0;
      for (let sample = 0; sample < samples * samples; sample++) {
        const x = column + ((sample % samples) + 0.5) / samples - centreX;
        const y = row + (Math.floor(sample / samples) + 0.5) / samples - centreY;
        if (contains(x * cosine + y * sine, y * cosine - x * sine)) covered++;
      }
      const share = covered / (samples * samples);
      for (let channel = 0; channel < channels; channel++, at++) {
        const colour = ground[channel] + share * (figure[channel] - ground[channel]);
        pixels[at] = Math.min(255, Math.max(0, Math.round(colour + noise * (2 * random() - 1))));
      }
    }
  }
}

/** Two colours whose channel means differ by at least `contrast`. */
function drawColours(channels: number, random: Random): [ground: number[], figure: number[]] {
  const colour = () => Array.from({ length: channels }, () => 255 * random());
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / channels;
  const ground = colour();
  let figure = colour();
  while (Math.abs(mean(figure) - mean(ground)) < contrast) figure = colour();
  return [ground, figure];
}

// Mean squared and mean absolute errors |y - target|^power, of one-hot vectors and of images; their gradient is
// weight/(values of the batch) times 2*(y - target) or sign(y - target).
import { ignoredLabel, type LabelledRows, type MicroBatchSettings, noImage } from '../../../ir/index.js';
import type { Values } from '../../cpu/index.js';
import type { Compute } from './compute.js';
import { firstLargest } from './cross-entropy.js';

export const mse: Compute<'mse'> = (rows, inputs, outputs, { settings }) =>
  rowError({ ...rows, power: 2 }, inputs, outputs, settings);
export const mae: Compute<'mae'> = (rows, inputs, outputs, { settings }) =>
  rowError({ ...rows, power: 1 }, inputs, outputs, settings);

function rowError(
  { rows, classes, weight, power }: LabelledRows & { readonly power: 1 | 2 },
  [y, labels]: readonly Values[],
  [metrics, dy]: readonly Values[],
  { lossScale = 1 }: MicroBatchSettings,
): void {
  const scale = (weight / (rows * classes)) * lossScale;
  let lossSum = 0;
  let correct = 0;
  for (let row = 0; row < rows; row++) {
    const start = row * classes;
    const label = labels[row];
    if (label >= ignoredLabel) {
      dy?.fill(0, start, start + classes);
      continue;
    }
    let errors = 0;
    for (let c = 0; c < classes; c++) {
      const difference = y[start + c] - (c === label ? 1 : 0);
      errors += errorOf(difference, power);
      if (dy) dy[start + c] = scale * slopeOf(difference, power);
    }
    lossSum += errors / classes;
    if (firstLargest(y, start, classes) === label) correct++;
  }
  metrics[0] = lossSum;
  metrics[1] = correct;
}

export const imageError: Compute<'image-error'> = (computation, [y, target, labels], [metrics, dy], { settings }) => {
  const { batch, size, weight, power } = computation;
  const scale = (weight / (batch * size)) * (settings.lossScale ?? 1);
  metrics.fill(0);
  for (let image = 0; image < batch; image++) {
    const start = image * size;
    if (labels[image] === noImage) {
      dy?.fill(0, start, start + size);
      continue;
    }
    let errors = 0;
    let squares = 0;
    for (let at = start; at < start + size; at++) {
      const difference = y[at] - target[at];
      errors += errorOf(difference, power);
      squares += difference * difference;
      if (dy) dy[at] = scale * slopeOf(difference, power);
    }
    metrics[0] += errors / size;
    metrics[1] += -10 * Math.log10(Math.max(1e-10, squares / size));
  }
};

function errorOf(difference: number, power: 1 | 2): number {
  return power === 2 ? difference * difference : Math.abs(difference);
}

/** Its derivative. */
function slopeOf(difference: number, power: 1 | 2): number {
  return power === 2 ? 2 * difference : Math.sign(difference);
}

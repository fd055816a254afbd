// Softmax cross-entropy: loss = log(sum(exp(x))) - sum(t*x), and its gradient weight*(softmax - t)/rows, with the
// target t = (1 - smoothing)*onehot + smoothing/classes.
import { ignoredLabel } from '../../../ir/index.js';
import type { Compute } from './compute.js';

export const crossEntropy: Compute<'cross-entropy'> = (
  computation,
  [logits, labels],
  [metrics, dlogits],
  { settings },
) => {
  const { rows, classes, weight, smoothing } = computation;
  const x = logits;
  const scale = (weight / rows) * (settings.lossScale ?? 1);
  let lossSum = 0;
  let correct = 0;
  for (let row = 0; row < rows; row++) {
    const start = row * classes;
    const label = labels[row];
    if (label >= ignoredLabel) {
      dlogits?.fill(0, start, start + classes);
      continue;
    }
    const target = (c: number) => (c === label ? 1 - smoothing : 0) + smoothing / classes;
    const best = firstLargest(x, start, classes);
    const largest = x[start + best];
    let sum = 0;
    let aimed = 0;
    for (let c = 0; c < classes; c++) {
      sum += Math.exp(x[start + c] - largest);
      if (smoothing > 0 || c === label) aimed += target(c) * (x[start + c] - largest);
    }
    lossSum += Math.log(sum) - aimed;
    if (best === label) correct++;
    if (!dlogits) continue;
    for (let c = 0; c < classes; c++) {
      dlogits[start + c] = scale * (Math.exp(x[start + c] - largest) / sum - target(c));
    }
  }
  metrics[0] = lossSum;
  metrics[1] = correct;
};

/** Of a row of scores: the class that is the answer. */
export function firstLargest(scores: ArrayLike<number>, start: number, classes: number): number {
  let best = 0;
  for (let c = 1; c < classes; c++) if (scores[start + c] > scores[start + best]) best = c;
  return best;
}

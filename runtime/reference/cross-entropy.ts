// Softmax cross-entropy: loss = log(sum(exp(x))) - x[label], and its gradient weight*(softmax - onehot)/batch.
import { noImage } from '../program/index.js';
import type { Compute } from './compute.js';

export const crossEntropy: Compute<'cross-entropy'> = (computation, [logits, labels], [metrics, dlogits]) => {
  const { batch, classes, weight } = computation;
  const x = logits!;
  const scale = weight / batch;
  let lossSum = 0;
  let correct = 0;
  for (let n = 0; n < batch; n++) {
    const start = n * classes;
    const label = labels![n]!;
    if (label === noImage) {
      dlogits?.fill(0, start, start + classes);
      continue;
    }
    let best = 0;
    for (let c = 1; c < classes; c++) if (x[start + c]! > x[start + best]!) best = c;
    const largest = x[start + best]!;
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += Math.exp(x[start + c]! - largest);
    lossSum += Math.log(sum) + largest - x[start + label]!;
    if (best === label) correct++;
    if (!dlogits) continue;
    for (let c = 0; c < classes; c++) {
      dlogits[start + c] = scale * (Math.exp(x[start + c]! - largest) / sum - (c === label ? 1 : 0));
    }
  }
  metrics![0] = lossSum;
  metrics![1] = correct;
};

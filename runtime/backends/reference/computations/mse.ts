// Mean squared error: loss = mean over the classes of (y - onehot)^2, and its gradient weight*2*(y -
// onehot)/(batch*classes).
import { noImage } from '../../../ir/index.js';
import type { Compute } from './compute.js';
import { firstLargest } from './cross-entropy.js';

export const mse: Compute<'mse'> = (computation, [y, labels], [metrics, dy], { settings }) => {
  const { batch, classes, weight } = computation;
  const scale = ((2 * weight) / (batch * classes)) * (settings.partial?.scale ?? 1);
  let lossSum = 0;
  let correct = 0;
  for (let n = 0; n < batch; n++) {
    const start = n * classes;
    const label = labels[n];
    if (label === noImage) {
      dy?.fill(0, start, start + classes);
      continue;
    }
    let squares = 0;
    for (let c = 0; c < classes; c++) {
      const difference = y[start + c] - (c === label ? 1 : 0);
      squares += difference * difference;
      if (dy) dy[start + c] = scale * difference;
    }
    lossSum += squares / classes;
    if (firstLargest(y, start, classes) === label) correct++;
  }
  metrics[0] = lossSum;
  metrics[1] = correct;
};

// Rectifier with a learned slope a channel, and its gradients. At 0 the slope counts, as in PyTorch.
import type { Compute } from './compute.js';

export const prelu: Compute<'prelu'> = ({ rows, channels }, [x, slopes], [y]) => {
  for (let row = 0, at = 0; row < rows; row++) {
    for (let c = 0; c < channels; c++, at++) y[at] = x[at] > 0 ? x[at] : slopes[c] * x[at];
  }
};

export const preluInputGradient: Compute<'prelu-input-gradient'> = ({ rows, channels }, [x, dy, slopes], [dx]) => {
  for (let row = 0, at = 0; row < rows; row++) {
    for (let c = 0; c < channels; c++, at++) dx[at] = x[at] > 0 ? dy[at] : slopes[c] * dy[at];
  }
};

export const preluSlopeGradient: Compute<'prelu-slope-gradient'> = ({ rows, channels }, [x, dy], [dslopes]) => {
  const sums = new Float64Array(channels);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let c = 0; c < channels; c++, at++) if (!(x[at] > 0)) sums[c] += x[at] * dy[at];
  }
  dslopes.set(sums);
};

// Products of tensors, one of which may be a vector that is spread over the places of the other.
import type { Compute } from './compute.js';

export const mul: Compute<'mul'> = ({ batch, places, channels, spread }, [a, b], [y]) => {
  let at = 0;
  for (let n = 0; n < batch; n++) {
    for (let place = 0; place < places; place++) {
      const other = spread ? n * channels : at;
      for (let c = 0; c < channels; c++, at++) y[at] = a[at] * b[other + c];
    }
  }
};

export const mulSpreadGradient: Compute<'mul-spread-gradient'> = ({ batch, places, channels }, [a, dy], [db]) => {
  const sums = new Float64Array(channels);
  let at = 0;
  for (let n = 0; n < batch; n++) {
    sums.fill(0);
    for (let place = 0; place < places; place++) {
      for (let c = 0; c < channels; c++, at++) sums[c] += a[at] * dy[at];
    }
    db.set(sums, n * channels);
  }
};

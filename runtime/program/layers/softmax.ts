// Softmax over channels, where it stands inside a network; a final one is part of the loss (see build.ts).
import type { LayerWork, Site } from './layer-work.js';

function rowsOf({ output }: Site<'softmax'>) {
  return { rows: output[0] * output[1] * output[2], channels: output[3] };
}

export const softmax: LayerWork<'softmax'> = {
  forward: (site) => ({ kind: 'softmax', ...rowsOf(site) }),
  gradients: (site) => [
    { computation: { kind: 'softmax-gradient', ...rowsOf(site) }, reads: ['y', 'dy'], writes: 'dx' },
  ],
};

// Softmax over channels inside a network; a final softmax is part of the loss (build-program.ts).
import { type LayerWork, rowsOf, type Site } from '../layer-work.js';

function sizesOf({ output }: Site<'softmax'>) {
  return { rows: rowsOf(output), channels: output[3] };
}

export const softmax: LayerWork<'softmax'> = {
  forward: (site) => [{ computation: { kind: 'softmax', ...sizesOf(site) }, reads: ['x'], writes: ['y'] }],
  gradients: (site) => [
    { computation: { kind: 'softmax-gradient', ...sizesOf(site) }, reads: ['y', 'dy'], writes: ['dx'] },
  ],
};

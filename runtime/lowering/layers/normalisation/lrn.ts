// Local response normalisation.
import type { ResponseNorm } from '../../../ir/extents.js';
import { type LayerWork, rowsOf, type Site } from '../layer-work.js';

function normOf({ operation, output }: Site<'lrn'>): ResponseNorm {
  const { size, alpha, beta, k } = operation;
  return { rows: rowsOf(output), channels: output[3], size, alpha, beta, k };
}

export const lrn: LayerWork<'lrn'> = {
  forward: (site) => [{ computation: { kind: 'lrn', ...normOf(site) }, reads: ['x'], writes: ['y'] }],
  gradients: (site) => [
    { computation: { kind: 'lrn-gradient', ...normOf(site) }, reads: ['x', 'y', 'dy'], writes: ['dx'] },
  ],
};

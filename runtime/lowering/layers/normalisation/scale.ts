// A learned factor per channel: a product with a vector that is spread over the places of the whole batch.
import type { Product } from '../../../ir/extents.js';
import { type LayerWork, rowsOf, type Site } from '../layer-work.js';

function productOf({ output }: Site<'scale'>): Product {
  return { batch: 1, places: rowsOf(output), channels: output[3], spread: true };
}

export const scale: LayerWork<'scale'> = {
  parameters: ({ operation, output }) => [
    { name: 'scale', shape: [output[3]], initial: { kind: 'constant', value: operation.init } },
  ],
  forward: (site) => [{ computation: { kind: 'mul', ...productOf(site) }, reads: ['x', 'scale'], writes: ['y'] }],
  gradients: (site) => [
    { computation: { kind: 'mul-spread-gradient', ...productOf(site) }, reads: ['x', 'dy'], writes: ['dscale'] },
    { computation: { kind: 'mul', ...productOf(site) }, reads: ['dy', 'scale'], writes: ['dx'] },
  ],
};

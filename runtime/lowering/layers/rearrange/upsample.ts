// Upsampling by whole factors.
import type { Upsampling } from '../../../ir/extents.js';
import type { LayerWork, Site } from '../layer-work.js';

function upsamplingOf({ operation, input, output }: Site<'upsample'>): Upsampling {
  return { mode: operation.mode, factor: operation.factor, input, output };
}

export const upsample: LayerWork<'upsample'> = {
  forward: (site) => [{ computation: { kind: 'upsample', ...upsamplingOf(site) }, reads: ['x'], writes: ['y'] }],
  gradients: (site) => [
    { computation: { kind: 'upsample-gradient', ...upsamplingOf(site) }, reads: ['dy'], writes: ['dx'] },
  ],
};

// Maximum and average pooling.
import type { WindowGeometry } from '../program.js';
import type { LayerWork, Site } from './layer-work.js';

function geometryOf({ operation, input, output }: Site<'maxpool'> | Site<'avgpool'>): WindowGeometry {
  return { window: operation.window, input, output };
}

export const maxpool: LayerWork<'maxpool'> = {
  forward: (site) => ({ kind: 'maxpool', geometry: geometryOf(site) }),
  gradients: (site) => [
    {
      computation: { kind: 'maxpool-gradient', geometry: geometryOf(site) },
      reads: ['x', 'y', 'dy'],
      writes: 'dx',
    },
  ],
};

export const avgpool: LayerWork<'avgpool'> = {
  forward: (site) => ({ kind: 'avgpool', geometry: geometryOf(site), countPad: site.operation.countPad }),
  gradients: (site) => [
    {
      computation: { kind: 'avgpool-gradient', geometry: geometryOf(site), countPad: site.operation.countPad },
      reads: ['dy'],
      writes: 'dx',
    },
  ],
};

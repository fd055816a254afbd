// Maximum and average pooling, through a sliding window or over the whole image.
import type { Window } from '../../../model/index.js';
import type { WindowGeometry } from '../../ir/extents.js';
import type { LayerWork, Site, Step } from './layer-work.js';

function slid({ operation, input, output }: Site<'maxpool'> | Site<'avgpool'>): WindowGeometry {
  return { window: operation.window, input, output };
}

function whole({ input, output }: Site<'global_maxpool'> | Site<'global_avgpool'>): WindowGeometry {
  const window: Window = {
    kernel: [input[1], input[2]],
    stride: [1, 1],
    dilation: [1, 1],
    padding: { top: 0, left: 0, bottom: 0, right: 0 },
    ceil: false,
  };
  return { window, input, output };
}

function maximum(geometry: WindowGeometry): Step[] {
  return [{ computation: { kind: 'maxpool', geometry }, reads: ['x'], writes: ['y'] }];
}

function maximumGradient(geometry: WindowGeometry): Step[] {
  return [{ computation: { kind: 'maxpool-gradient', geometry }, reads: ['x', 'y', 'dy'], writes: ['dx'] }];
}

function average(geometry: WindowGeometry, countPad: boolean): Step[] {
  return [{ computation: { kind: 'avgpool', geometry, countPad }, reads: ['x'], writes: ['y'] }];
}

function averageGradient(geometry: WindowGeometry, countPad: boolean): Step[] {
  return [{ computation: { kind: 'avgpool-gradient', geometry, countPad }, reads: ['dy'], writes: ['dx'] }];
}

export const maxpool: LayerWork<'maxpool'> = {
  forward: (site) => maximum(slid(site)),
  gradients: (site) => maximumGradient(slid(site)),
};

export const avgpool: LayerWork<'avgpool'> = {
  forward: (site) => average(slid(site), site.operation.countPad),
  gradients: (site) => averageGradient(slid(site), site.operation.countPad),
};

export const globalMaxpool: LayerWork<'global_maxpool'> = {
  forward: (site) => maximum(whole(site)),
  gradients: (site) => maximumGradient(whole(site)),
};

export const globalAvgpool: LayerWork<'global_avgpool'> = {
  forward: (site) => average(whole(site), true),
  gradients: (site) => averageGradient(whole(site), true),
};

// Transposed convolution: a convolution with its directions swapped. Its forward is that convolution's input gradient,
// its input gradient the convolution, and its weight gradient the convolution's with x and dy exchanged.
import type { WindowGeometry } from '../../../ir/extents.js';
import type { LayerWork, Site } from '../layer-work.js';
import { biasForms, biasGradientSteps } from './biases.js';

/** Of the convolution that maps from this layer's output to its input. */
function swapped({ operation, input, output }: Site<'upconv'>): WindowGeometry {
  return { window: operation.window, input: output, output: input };
}

export const upconv: LayerWork<'upconv'> = {
  parameters({ operation, input, output }) {
    const { window, groups, bias } = operation;
    const [kernelHeight, kernelWidth] = window.kernel;
    // As many products meet in one output, on the average over the places of a stride.
    const fanIn = (kernelHeight * kernelWidth * (input[3] / groups)) / (window.stride[0] * window.stride[1]);
    const fanOut = (kernelHeight * kernelWidth * output[3]) / groups;
    const shape = [kernelHeight, kernelWidth, output[3] / groups, input[3]];
    return [{ name: 'weights', shape, initial: { kind: 'weights', fanIn, fanOut } }, ...biasForms(bias, output[3])];
  },

  forward(site) {
    const { groups, bias } = site.operation;
    const reads = bias ? (['x', 'weights', 'biases'] as const) : (['x', 'weights'] as const);
    return [{ computation: { kind: 'conv-input-gradient', geometry: swapped(site), groups }, reads, writes: ['y'] }];
  },

  gradients(site) {
    const geometry = swapped(site);
    const { groups, bias } = site.operation;
    return [
      { computation: { kind: 'conv-weight-gradient', geometry, groups }, reads: ['dy', 'x'], writes: ['dweights'] },
      ...biasGradientSteps(bias, site.output),
      { computation: { kind: 'conv', geometry, groups }, reads: ['dy', 'weights'], writes: ['dx'] },
    ];
  },
};

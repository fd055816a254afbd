// Convolution: three computations over one geometry, and a sum for the biases. A depthwise convolution is one with as
// many groups as channels.
import type { WindowGeometry } from '../../../ir/extents.js';
import type { LayerWork, ParameterForm, Site, Step } from '../layer-work.js';
import { biasForms, biasGradientSteps } from './biases.js';

/** A convolution as both layers state it. */
interface Convolution {
  readonly geometry: WindowGeometry;
  readonly groups: number;
  readonly bias: boolean;
}

function ofConv({ operation, input, output }: Site<'conv'>): Convolution {
  return { geometry: { window: operation.window, input, output }, groups: operation.groups, bias: operation.bias };
}

function ofDepthwise({ operation, input, output }: Site<'depthwise'>): Convolution {
  return { geometry: { window: operation.window, input, output }, groups: input[3], bias: operation.bias };
}

function parametersOf({ geometry, groups, bias }: Convolution): ParameterForm[] {
  const { window, input, output } = geometry;
  const [kernelHeight, kernelWidth] = window.kernel;
  const depth = input[3] / groups;
  const fanIn = kernelHeight * kernelWidth * depth;
  const fanOut = (kernelHeight * kernelWidth * output[3]) / groups;
  const shape = [kernelHeight, kernelWidth, depth, output[3]];
  return [{ name: 'weights', shape, initial: { kind: 'weights', fanIn, fanOut } }, ...biasForms(bias, output[3])];
}

function forwardOf({ geometry, groups, bias }: Convolution): Step[] {
  const reads = bias ? (['x', 'weights', 'biases'] as const) : (['x', 'weights'] as const);
  return [{ computation: { kind: 'conv', geometry, groups }, reads, writes: ['y'] }];
}

function gradientsOf({ geometry, groups, bias }: Convolution): Step[] {
  return [
    { computation: { kind: 'conv-weight-gradient', geometry, groups }, reads: ['x', 'dy'], writes: ['dweights'] },
    ...biasGradientSteps(bias, geometry.output),
    { computation: { kind: 'conv-input-gradient', geometry, groups }, reads: ['dy', 'weights'], writes: ['dx'] },
  ];
}

export const conv: LayerWork<'conv'> = {
  parameters: (site) => parametersOf(ofConv(site)),
  forward: (site) => forwardOf(ofConv(site)),
  gradients: (site) => gradientsOf(ofConv(site)),
};

export const depthwise: LayerWork<'depthwise'> = {
  parameters: (site) => parametersOf(ofDepthwise(site)),
  forward: (site) => forwardOf(ofDepthwise(site)),
  gradients: (site) => gradientsOf(ofDepthwise(site)),
};

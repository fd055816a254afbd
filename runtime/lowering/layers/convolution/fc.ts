// The fully connected layer: a matrix product over its flattened input.

import type { LayerWork, Site } from '../layer-work.js';
import { biasForms, biasGradientSteps } from './biases.js';

function sizesOf({ operation, input }: Site<'fc'>) {
  return { batch: input[0], inputs: input[1] * input[2] * input[3], units: operation.units };
}

export const fc: LayerWork<'fc'> = {
  parameters(site) {
    const { inputs, units } = sizesOf(site);
    return [
      { name: 'weights', shape: [inputs, units], initial: { kind: 'weights', fanIn: inputs, fanOut: units } },
      ...biasForms(site.operation.bias, units),
    ];
  },

  forward: (site) => [
    {
      computation: { kind: 'fc', ...sizesOf(site) },
      reads: site.operation.bias ? ['x', 'weights', 'biases'] : ['x', 'weights'],
      writes: ['y'],
    },
  ],

  gradients(site) {
    const sizes = sizesOf(site);
    return [
      { computation: { kind: 'fc-weight-gradient', ...sizes }, reads: ['x', 'dy'], writes: ['dweights'] },
      ...biasGradientSteps(site.operation.bias, site.output),
      { computation: { kind: 'fc-input-gradient', ...sizes }, reads: ['dy', 'weights'], writes: ['dx'] },
    ];
  },
};

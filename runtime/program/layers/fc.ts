// The fully connected layer: a matrix product over its flattened input.
import type { LayerWork, ParameterForm, Site } from './layer-work.js';

function sizesOf({ operation, input }: Site<'fc'>) {
  return { batch: input[0], inputs: input[1] * input[2] * input[3], units: operation.units };
}

export const fc: LayerWork<'fc'> = {
  parameters(site) {
    const { inputs, units } = sizesOf(site);
    const forms: ParameterForm[] = [
      { name: 'weights', shape: [inputs, units], initial: { kind: 'he-uniform', fanIn: inputs } },
    ];
    if (site.operation.bias) forms.push({ name: 'biases', shape: [units], initial: { kind: 'zero' } });
    return forms;
  },

  forward: (site) => ({ kind: 'fc', ...sizesOf(site) }),

  gradients(site) {
    const sizes = sizesOf(site);
    return [
      { computation: { kind: 'fc-weight-gradient', ...sizes }, reads: ['x', 'dy'], writes: 'weights' },
      ...(site.operation.bias
        ? [
            {
              computation: { kind: 'bias-gradient', rows: sizes.batch, channels: sizes.units },
              reads: ['dy'],
              writes: 'biases',
            } as const,
          ]
        : []),
      { computation: { kind: 'fc-input-gradient', ...sizes }, reads: ['dy', 'weights'], writes: 'dx' },
    ];
  },
};

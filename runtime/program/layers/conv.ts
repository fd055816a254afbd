// Convolution: three computations over one geometry, and a sum for the biases.
import type { WindowGeometry } from '../program.js';
import type { LayerWork, ParameterForm, Site } from './layer-work.js';

function geometryOf(site: Site<'conv'>): WindowGeometry {
  return { window: site.operation.window, input: site.input, output: site.output };
}

export const conv: LayerWork<'conv'> = {
  parameters({ operation, input }) {
    const [kernelHeight, kernelWidth] = operation.window.kernel;
    const depth = input[3] / operation.groups;
    const forms: ParameterForm[] = [
      {
        name: 'weights',
        shape: [kernelHeight, kernelWidth, depth, operation.filters],
        initial: { kind: 'he-uniform', fanIn: kernelHeight * kernelWidth * depth },
      },
    ];
    if (operation.bias) forms.push({ name: 'biases', shape: [operation.filters], initial: { kind: 'zero' } });
    return forms;
  },

  forward: (site) => ({ kind: 'conv', geometry: geometryOf(site), groups: site.operation.groups }),

  gradients(site) {
    const { operation, output } = site;
    const geometry = geometryOf(site);
    const { groups } = operation;
    const rows = output[0] * output[1] * output[2];
    return [
      { computation: { kind: 'conv-weight-gradient', geometry, groups }, reads: ['x', 'dy'], writes: 'weights' },
      ...(operation.bias
        ? [
            {
              computation: { kind: 'bias-gradient', rows, channels: operation.filters },
              reads: ['dy'],
              writes: 'biases',
            } as const,
          ]
        : []),
      { computation: { kind: 'conv-input-gradient', geometry, groups }, reads: ['dy', 'weights'], writes: 'dx' },
    ];
  },
};

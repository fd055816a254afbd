// The figures that an assertion may compare, beside the network's own names.
export const figureNames = [
  'params',
  'weights',
  'biases',
  'buffers',
  'macs',
  'flops',
  'activations',
  'layers',
] as const;

// The names of layers and arguments in PyTorch, Keras and Caffe, and what they are called in this language.

export interface ForeignLayer {
  /** The built-in meant. */
  readonly name: string;
  /** Its parameters in the library's positional order; `''` for an argument that is not needed here. */
  readonly positional: readonly string[];
  /** Arguments to write where the library has another default. */
  readonly otherwise?: Readonly<Record<string, string>>;
}

const pooling: readonly string[] = ['window', 'stride', 'pad'];
const unpadded = { pad: '0' };

function foreign(
  name: string,
  positional: readonly string[] = [],
  otherwise?: ForeignLayer['otherwise'],
): ForeignLayer {
  return { name, positional, otherwise };
}

const torchConv = foreign('conv', ['', 'filters', 'kernel', 'stride', 'pad', 'dilation', 'groups', 'bias'], unpadded);
const kerasConv = foreign('conv', ['filters', 'kernel', 'stride', 'pad'], unpadded);
const norm = foreign('bn');

/** By the name in lower case, without underscores. */
const foreignLayers: Readonly<Record<string, ForeignLayer>> = {
  dense: foreign('fc', ['units']),
  linear: foreign('fc', ['', 'units', 'bias']),
  lazylinear: foreign('fc', ['units']),
  fullyconnected: foreign('fc', ['units']),
  innerproduct: foreign('fc', ['units']),
  conv2d: torchConv,
  lazyconv2d: kerasConv,
  convolution: kerasConv,
  convolution2d: kerasConv,
  depthwiseconv2d: foreign('depthwise', ['kernel', 'stride', 'pad'], unpadded),
  convtranspose2d: foreign('upconv', ['', 'filters', 'kernel', 'stride', 'pad', 'output_pad']),
  conv2dtranspose: foreign('upconv', ['filters', 'kernel', 'stride']),
  deconv: foreign('upconv', ['filters', 'kernel', 'stride']),
  deconvolution: foreign('upconv', ['filters', 'kernel', 'stride']),
  maxpool2d: foreign('maxpool', pooling),
  maxpooling2d: foreign('maxpool', pooling),
  maxpooling: foreign('maxpool', pooling),
  avgpool2d: foreign('avgpool', pooling),
  averagepooling2d: foreign('avgpool', pooling),
  averagepooling: foreign('avgpool', pooling),
  averagepool: foreign('avgpool', pooling),
  meanpool: foreign('avgpool', pooling),
  adaptiveavgpool2d: foreign('global_avgpool'),
  globalaveragepooling2d: foreign('global_avgpool'),
  globalavgpool: foreign('global_avgpool'),
  gap: foreign('global_avgpool'),
  adaptivemaxpool2d: foreign('global_maxpool'),
  globalmaxpooling2d: foreign('global_maxpool'),
  globalmaxpool: foreign('global_maxpool'),
  batchnorm2d: norm,
  batchnorm: norm,
  batchnormalization: norm,
  batchnormalisation: norm,
  norm,
  layernorm: foreign('layer_norm'),
  layernormalization: foreign('layer_norm'),
  groupnorm: foreign('group_norm', ['groups']),
  groupnormalization: foreign('group_norm', ['groups']),
  localresponsenorm: foreign('lrn', ['size', 'alpha', 'beta', 'k']),
  leakyrelu: foreign('leaky_relu', ['slope']),
  silu: foreign('swish'),
  hardswish: foreign('hard_swish'),
  hardsigmoid: foreign('hard_sigmoid'),
  dropout2d: foreign('dropout', ['rate']),
  concatenate: foreign('concat'),
  cat: foreign('concat'),
  multiply: foreign('mul'),
  eltwise: foreign('add'),
  zeropad2d: foreign('pad', ['by']),
  zeropadding2d: foreign('pad', ['by']),
  cropping2d: foreign('crop', ['by']),
  upsampling2d: foreign('upsample', ['factor']),
  pixelshuffle: foreign('upsample', ['factor']),
  channelshuffle: foreign('shuffle', ['groups']),
  inputlayer: foreign('input', ['size']),
};

/** The layer that another library's name means. */
export function findForeignLayer(word: string): ForeignLayer | undefined {
  const key = word.toLowerCase().replaceAll('_', '');
  if (!Object.hasOwn(foreignLayers, key)) return undefined;
  // PyTorch writes Conv2d(in, out, ...), Keras Conv2D(filters, ...).
  return word === 'Conv2D' ? kerasConv : foreignLayers[key];
}

const parameters: Readonly<Record<string, readonly string[]>> = {
  outchannels: ['filters'],
  outfeatures: ['units'],
  numoutput: ['filters', 'units'],
  numfilters: ['filters'],
  channels: ['filters'],
  depth: ['filters'],
  kernelsize: ['kernel', 'window'],
  filtersize: ['kernel', 'window'],
  poolsize: ['window'],
  kernel: ['window'],
  size: ['window', 'kernel', 'factor'],
  window: ['kernel'],
  strides: ['stride'],
  padding: ['pad'],
  outputpadding: ['output_pad'],
  dilationrate: ['dilation'],
  usebias: ['bias'],
  f: ['kernel', 'window'],
  s: ['stride'],
  p: ['pad', 'rate'],
  k: ['kernel', 'window'],
  negativeslope: ['slope'],
  alpha: ['slope'],
  numgroups: ['groups'],
  group: ['groups'],
  ceilmode: ['ceil'],
  countincludepad: ['count_pad'],
  scalefactor: ['factor'],
  depthmultiplier: ['multiplier'],
  learningrate: ['lr'],
  weightdecay: ['decay'],
  batchsize: ['batch'],
  numepochs: ['epochs'],
};

/** Which of `names` another library's argument name means, or the textbook's letter for it (K, F, S, P). */
export function translateParameter(word: string, names: readonly string[]): string | undefined {
  // The textbook's K is the number of filters; a small k is a kernel elsewhere.
  if (word === 'K' && names.includes('filters')) return 'filters';
  const key = word.toLowerCase().replaceAll('_', '');
  return Object.hasOwn(parameters, key) ? parameters[key].find((name) => names.includes(name)) : undefined;
}

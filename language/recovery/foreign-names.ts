// What other libraries call the layers of this language: PyTorch's, Keras's and Caffe's names, so that whoever brings
// them along is told the word here instead of "unknown".

export interface Peer {
  /** The built-in meant. */
  readonly name: string;
  /** Its parameters in the order in which the library gives them without names; `''` for what is not needed here. */
  readonly positional: readonly string[];
  /** Arguments to write where the library's default is another. */
  readonly otherwise?: Readonly<Record<string, string>>;
}

const pooling: readonly string[] = ['window', 'stride', 'pad'];
const unpadded = { pad: '0' };

function peer(name: string, positional: readonly string[] = [], otherwise?: Peer['otherwise']): Peer {
  return { name, positional, otherwise };
}

const torchConv = peer('conv', ['', 'filters', 'kernel', 'stride', 'pad', 'dilation', 'groups', 'bias'], unpadded);
const kerasConv = peer('conv', ['filters', 'kernel', 'stride', 'pad'], unpadded);
const norm = peer('bn');

/** By the name in small letters, without underscores. */
const peers: Readonly<Record<string, Peer>> = {
  dense: peer('fc', ['units']),
  linear: peer('fc', ['', 'units', 'bias']),
  lazylinear: peer('fc', ['units']),
  fullyconnected: peer('fc', ['units']),
  innerproduct: peer('fc', ['units']),
  conv2d: torchConv,
  lazyconv2d: kerasConv,
  convolution: kerasConv,
  convolution2d: kerasConv,
  depthwiseconv2d: peer('depthwise', ['kernel', 'stride', 'pad'], unpadded),
  convtranspose2d: peer('upconv', ['', 'filters', 'kernel', 'stride', 'pad', 'output_pad']),
  conv2dtranspose: peer('upconv', ['filters', 'kernel', 'stride']),
  deconv: peer('upconv', ['filters', 'kernel', 'stride']),
  deconvolution: peer('upconv', ['filters', 'kernel', 'stride']),
  maxpool2d: peer('maxpool', pooling),
  maxpooling2d: peer('maxpool', pooling),
  maxpooling: peer('maxpool', pooling),
  avgpool2d: peer('avgpool', pooling),
  averagepooling2d: peer('avgpool', pooling),
  averagepooling: peer('avgpool', pooling),
  averagepool: peer('avgpool', pooling),
  meanpool: peer('avgpool', pooling),
  adaptiveavgpool2d: peer('global_avgpool'),
  globalaveragepooling2d: peer('global_avgpool'),
  globalavgpool: peer('global_avgpool'),
  gap: peer('global_avgpool'),
  adaptivemaxpool2d: peer('global_maxpool'),
  globalmaxpooling2d: peer('global_maxpool'),
  globalmaxpool: peer('global_maxpool'),
  batchnorm2d: norm,
  batchnorm: norm,
  batchnormalization: norm,
  batchnormalisation: norm,
  norm,
  layernorm: peer('layer_norm'),
  layernormalization: peer('layer_norm'),
  groupnorm: peer('group_norm', ['groups']),
  groupnormalization: peer('group_norm', ['groups']),
  localresponsenorm: peer('lrn', ['size', 'alpha', 'beta', 'k']),
  leakyrelu: peer('leaky_relu', ['slope']),
  silu: peer('swish'),
  hardswish: peer('hard_swish'),
  hardsigmoid: peer('hard_sigmoid'),
  dropout2d: peer('dropout', ['rate']),
  concatenate: peer('concat'),
  cat: peer('concat'),
  multiply: peer('mul'),
  eltwise: peer('add'),
  zeropad2d: peer('pad', ['by']),
  zeropadding2d: peer('pad', ['by']),
  cropping2d: peer('crop', ['by']),
  upsampling2d: peer('upsample', ['factor']),
  pixelshuffle: peer('upsample', ['factor']),
  channelshuffle: peer('shuffle', ['groups']),
  inputlayer: peer('input', ['size']),
};

/** The layer that a library's name means here. */
export function peerOf(word: string): Peer | undefined {
  const key = word.toLowerCase().replaceAll('_', '');
  if (!Object.hasOwn(peers, key)) return undefined;
  // PyTorch writes Conv2d(in, out, ...), Keras Conv2D(filters, ...).
  return word === 'Conv2D' ? kerasConv : peers[key];
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

/** Which of `names` another library's name of an argument means, or the textbook's letter for it (K, F, S, P). */
export function peerParameter(word: string, names: readonly string[]): string | undefined {
  // The textbook's K is the number of filters; a small k is a kernel elsewhere.
  if (word === 'K' && names.includes('filters')) return 'filters';
  const key = word.toLowerCase().replaceAll('_', '');
  return Object.hasOwn(parameters, key) ? parameters[key].find((name) => names.includes(name)) : undefined;
}

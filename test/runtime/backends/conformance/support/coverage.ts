// Which file of the suite compares which computation. A computation without a row does not compile, and each file
// fails unless it compared all of its own.
import type { ComputationKind } from '../../../../../runtime/ir/index.js';

export type SuiteFile = 'computations' | 'layers' | 'epilogues' | 'updates' | 'clipping' | 'normalisation';

export const comparedIn: { readonly [K in ComputationKind]: SuiteFile } = {
  conv: 'computations',
  'conv-input-gradient': 'computations',
  'conv-weight-gradient': 'computations',
  'bias-gradient': 'computations',
  maxpool: 'computations',
  'maxpool-gradient': 'computations',
  avgpool: 'computations',
  'avgpool-gradient': 'computations',
  pointwise: 'computations',
  'pointwise-gradient': 'computations',
  prelu: 'layers',
  'prelu-input-gradient': 'layers',
  'prelu-slope-gradient': 'layers',
  fc: 'computations',
  'fc-input-gradient': 'computations',
  'fc-weight-gradient': 'computations',
  dropout: 'computations',
  'dropout-gradient': 'computations',
  softmax: 'computations',
  'softmax-gradient': 'computations',
  'cross-entropy': 'computations',
  mse: 'computations',
  mae: 'computations',
  'image-error': 'computations',
  add: 'computations',
  mul: 'layers',
  'mul-spread-gradient': 'layers',
  concat: 'layers',
  copy: 'layers',
  'copy-gradient': 'layers',
  shuffle: 'layers',
  'depth-to-space': 'layers',
  'space-to-depth': 'layers',
  upsample: 'layers',
  'upsample-gradient': 'layers',
  lrn: 'layers',
  'lrn-gradient': 'layers',
  moments: 'layers',
  normalise: 'layers',
  'normalise-parameter-gradients': 'layers',
  'batch-norm-input-gradient': 'layers',
  'group-norm-input-gradient': 'layers',
  'take-micro-batch': 'computations',
  accumulate: 'computations',
  'running-average': 'layers',
  'square-sums': 'clipping',
  'clip-factor': 'clipping',
  sgd: 'updates',
  adagrad: 'updates',
  rmsprop: 'updates',
  adam: 'updates',
};

export function kindsComparedIn(file: SuiteFile): ComputationKind[] {
  return (Object.keys(comparedIn) as ComputationKind[]).filter((kind) => comparedIn[kind] === file);
}

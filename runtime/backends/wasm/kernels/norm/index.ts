// Normalisations by what their statistics are taken over: whole channels (batch normalisation), rows (layer
// normalisation), or groups of channels of an image.
import type { NormGroups } from '../../../../ir/index.js';
import type { Arithmetic } from '../arithmetic.js';
import type { Kernel, KernelFactory } from '../kernel.js';
import { batchInputGradient } from './batch/input-gradient.js';
import { batchMoments } from './batch/moments.js';
import { batchNormalise } from './batch/normalise.js';
import { batchParameterGradients } from './batch/parameter-gradients.js';

import { groupInputGradient } from './groups/input-gradient.js';
import { groupMoments } from './groups/moments.js';
import { groupNormalise } from './groups/normalise.js';
import { groupParameterGradients } from './groups/parameter-gradients.js';
import { rowInputGradient } from './rows/input-gradient.js';
import { rowMoments } from './rows/moments.js';
import { rowNormalise } from './rows/normalise.js';
import { rowParameterGradients } from './rows/parameter-gradients.js';

export { runningAverage } from './running-average.js';

export const moments: KernelFactory<'moments'> = (norm, arithmetic) =>
  choose(norm, arithmetic, { batch: batchMoments, row: rowMoments, group: groupMoments });

export const normalise: KernelFactory<'normalise'> = (norm, arithmetic) =>
  choose(norm, arithmetic, { batch: batchNormalise, row: rowNormalise, group: groupNormalise });

export const normaliseParameterGradients: KernelFactory<'normalise-parameter-gradients'> = (norm, arithmetic) =>
  choose(norm, arithmetic, {
    batch: batchParameterGradients,
    row: rowParameterGradients,
    group: groupParameterGradients,
  });

export const batchNormInputGradient: KernelFactory<'batch-norm-input-gradient'> = (norm) => batchInputGradient(norm);

export const groupNormInputGradient: KernelFactory<'group-norm-input-gradient'> = (norm, arithmetic) =>
  choose(norm, arithmetic, { batch: groupInputGradient, row: rowInputGradient, group: groupInputGradient });

type Factories<N extends NormGroups> = Readonly<
  Record<'batch' | 'row' | 'group', (norm: N, arithmetic: Arithmetic) => Kernel>
>;

function choose<N extends NormGroups>(norm: N, arithmetic: Arithmetic, { batch, row, group }: Factories<N>): Kernel {
  if (norm.batch === 1 && norm.groups === norm.channels) return batch(norm, arithmetic);
  return norm.places === 1 && norm.groups === 1 ? row(norm, arithmetic) : group(norm, arithmetic);
}

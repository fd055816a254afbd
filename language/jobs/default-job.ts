// The job a network gets where the file says none: one answer for the panel, the hover and the command line.
import type { TrainingJob } from '../../model/index.js';
import type { Analysis } from '../analysis.js';

/** What `train` means for a network without a `train` statement: the settings that teach LeNet-5 its digits. */
export function defaultJob(network: string): TrainingJob {
  return {
    network,
    data: { kind: 'digits' },
    augment: [],
    loss: { kind: 'cross_entropy', smoothing: 0 },
    optimizer: { kind: 'sgd', learningRate: 0.05, momentum: 0.9, nesterov: false, weightDecay: 0 },
    schedule: { kind: 'constant' },
    init: 'he',
    freeze: [],
    validation: 0,
    checkpoint: false,
    storage: 'f32',
    batch: 64,
    epochs: 2,
    seed: 1,
  };
}

/** The first sound job written in the file for this network. */
export function writtenJob(analysis: Analysis, network: string): TrainingJob | undefined {
  return analysis.jobs.find(({ job }) => job?.network === network)?.job;
}

// The training job of a network without a `train` statement: the same in the panel, the hover and the CLI.
import type { TrainingJob } from '../../model/index.js';
import type { Analysis } from '../analysis.js';

/** The settings that LeNet-5 learns its digits with. */
export function defaultJob(network: string): TrainingJob {
  return {
    network,
    data: { kind: 'digits' },
    augment: [],
    goal: 'class',
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

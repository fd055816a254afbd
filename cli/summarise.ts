// One network's figures, and the circumstances its memory is reckoned for.
import type { Optimizer } from '../language/graph/index.js';
import { type Analysis, type NetworkAnalysis, writtenJob } from '../language/index.js';
import { type Memory, memoryOf } from '../runtime/plan/index.js';

/** One network and the circumstances its memory is reckoned for. */
export interface NetworkSummary {
  readonly network: NetworkAnalysis;
  readonly batch: number;
  readonly optimizer: Optimizer;
  /** Where batch and optimizer come from, for people. */
  readonly assumed: string;
  /** Undefined for a network with errors. */
  readonly memory: Memory | undefined;
}

/** What the optimizer is called on the command line; only its momentum bears on memory. */
export const optimizers = { sgd: 0, momentum: 0.9 } as const;

/** What was asked for on the command line. */
export interface Wanted {
  readonly batch: number | undefined;
  readonly optimizer: keyof typeof optimizers | undefined;
}

/** What is not asked for comes from the network's job, else one image and plain sgd are assumed. */
export function summarise(analysis: Analysis, network: NetworkAnalysis, wanted: Wanted): NetworkSummary {
  const job = writtenJob(analysis, network.name);
  const batch = wanted.batch ?? job?.batch ?? 1;
  const optimizer: Optimizer =
    wanted.optimizer === undefined && job
      ? job.optimizer
      : { kind: 'sgd', learningRate: 0.01, momentum: optimizers[wanted.optimizer ?? 'sgd'] };
  const asked = wanted.batch !== undefined && wanted.optimizer !== undefined;
  const partly = wanted.batch !== undefined || wanted.optimizer !== undefined;
  const base = job ? 'as the file trains it' : 'assumed: the file does not train it';
  const assumed = asked ? 'as asked' : partly ? `as asked, the rest ${base}` : base;
  const memory = network.sound ? memoryOf(network.graph, { batch, optimizer }) : undefined;
  return { network, batch, optimizer, assumed, memory };
}

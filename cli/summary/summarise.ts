// One network's figures, and the circumstances its memory is reckoned for.

import { type Analysis, builtins, defaultOptimizer, type NetworkAnalysis, writtenJob } from '../../language/index.js';
import type { Optimizer } from '../../model/index.js';
import type { SeenAdapter } from '../../runtime/backends/webgpu/tuning/last-adapter.js';
import { checkpointedBytes, halvedBytes, type Memory, memoryOf } from '../../runtime/memory/index.js';

/** One network and the circumstances its memory is reckoned for. */
export interface NetworkSummary {
  readonly network: NetworkAnalysis;
  readonly batch: number;
  readonly optimizer: Optimizer;
  /** Where batch and optimizer come from, for people. */
  readonly assumed: string;
  /** What memory is planned for; undefined: an adapter that nothing is known of. */
  readonly adapter: SeenAdapter | undefined;
  /** Undefined for a network with errors. */
  readonly memory: Memory | undefined;
  /** What training allocates with gradient checkpointing; undefined likewise. */
  readonly checkpointed: number | undefined;
  /** What it allocates with activations in 16 bits, where the adapter has them; undefined likewise. */
  readonly halved: number | undefined;
}

/**
 * Optimizers by their name on the command line: as declared, and `momentum` for sgd with the momentum everybody
 * takes.
 */
const optimizers: ReadonlyMap<string, Optimizer> = new Map([
  ...[...builtins.keys()].flatMap((name) => {
    const optimizer = defaultOptimizer(name);
    return optimizer ? [[name, optimizer] as const] : [];
  }),
  ['momentum', { kind: 'sgd', learningRate: 0.01, momentum: 0.9, nesterov: false, weightDecay: 0 }],
]);

export const optimizerNames: readonly string[] = [...optimizers.keys()];

/** What was asked for on the command line. */
export interface SummaryOptions {
  readonly batch: number | undefined;
  /** One of `optimizerNames`. */
  readonly optimizer: string | undefined;
  readonly adapter: SeenAdapter | undefined;
}

/** What is not asked for comes from the network's job, else one image and plain sgd are assumed. */
export function summarise(analysis: Analysis, network: NetworkAnalysis, wanted: SummaryOptions): NetworkSummary {
  const job = writtenJob(analysis, network.name);
  const batch = wanted.batch ?? job?.batch ?? 1;
  // The job's own settings of an optimizer say more than its defaults.
  const asWritten = job && (wanted.optimizer === undefined || wanted.optimizer === job.optimizer.kind);
  const optimizer = asWritten ? job.optimizer : optimizers.get(wanted.optimizer ?? 'sgd')!;
  const asked = wanted.batch !== undefined && wanted.optimizer !== undefined;
  const partly = wanted.batch !== undefined || wanted.optimizer !== undefined;
  const base = job ? 'as the file trains it' : 'assumed: the file does not train it';
  const assumed = asked ? 'as asked' : partly ? `as asked, the rest ${base}` : base;
  const { adapter } = wanted;
  const options = { ...job, batch, optimizer, adapter: adapter?.profile };
  const memory = network.sound ? memoryOf(network.graph, options) : undefined;
  const checkpointed = network.sound ? checkpointedBytes(network.graph, options) : undefined;
  const halved = network.sound ? halvedBytes(network.graph, options) : undefined;
  return { network, batch, optimizer, assumed, adapter, memory, checkpointed, halved };
}

// Computes a network's memory for a batch, an optimizer and an adapter.
import { type Analysis, builtins, defaultOptimizer, type NetworkAnalysis, writtenJob } from '../../language/index.js';
import type { Optimizer } from '../../model/index.js';
import { runToEnd } from '../../model/interruptible.js';
import { webGpuTarget } from '../../runtime/backends/webgpu/target.js';
import type { LastAdapter } from '../../runtime/backends/webgpu/tuning/last-adapter.js';
import { allMemoryInterruptibly, type Memory } from '../../runtime/memory/index.js';

/** A network's memory and what it is computed for. */
export interface NetworkSummary {
  readonly network: NetworkAnalysis;
  readonly batch: number;
  readonly optimizer: Optimizer;
  /** Where batch and optimizer come from, as text. */
  readonly assumed: string;
  /** What memory is planned for; undefined: an unknown GPU. */
  readonly adapter: LastAdapter | undefined;
  /** Undefined for a network with errors. */
  readonly memory: Memory | undefined;
  /** Training with gradient checkpointing; undefined for a network with errors. */
  readonly checkpointed: number | undefined;
  /** Training with f16 storage, where the adapter has it; undefined for a network with errors. */
  readonly halved: number | undefined;
}

/** Optimizers by their names on the command line: those of the language, and `momentum` for sgd with momentum 0.9. */
const optimizers: ReadonlyMap<string, Optimizer> = new Map([
  ...[...builtins.keys()].flatMap((name) => {
    const optimizer = defaultOptimizer(name);
    return optimizer ? [[name, optimizer] as const] : [];
  }),
  ['momentum', { kind: 'sgd', learningRate: 0.01, momentum: 0.9, nesterov: false, weightDecay: 0 }],
]);

export const optimizerNames: readonly string[] = [...optimizers.keys()];

/** As given on the command line; absent options come from the network's job, else one image and plain sgd. */
export interface SummaryOptions {
  readonly batch: number | undefined;
  /** One of `optimizerNames`. */
  readonly optimizer: string | undefined;
  readonly adapter: LastAdapter | undefined;
}

export function summarise(analysis: Analysis, network: NetworkAnalysis, options: SummaryOptions): NetworkSummary {
  const job = writtenJob(analysis, network.name);
  const batch = options.batch ?? job?.batch ?? 1;
  // The job's settings of an optimizer replace the defaults.
  const asWritten = job && (options.optimizer === undefined || options.optimizer === job.optimizer.kind);
  const optimizer = asWritten ? job.optimizer : optimizers.get(options.optimizer ?? 'sgd')!;
  const asked = options.batch !== undefined && options.optimizer !== undefined;
  const partly = options.batch !== undefined || options.optimizer !== undefined;
  const base = job ? 'as in the file' : 'assumed: the file has no train statement for it';
  const assumed = asked ? 'as asked' : partly ? `as asked, the rest ${base}` : base;
  const { adapter } = options;
  const training = { ...job, batch, optimizer, target: webGpuTarget(adapter?.profile) };
  const memory = network.sound ? runToEnd(allMemoryInterruptibly(network.graph, training)) : undefined;
  const { checkpointed, f16: halved } = memory ?? {};
  return { network, batch, optimizer, assumed, adapter, memory, checkpointed, halved };
}

// The memory figures of a network: what the editor shows, and, to the byte, what the runtime allocates.
import type { Graph } from '../../model/index.js';
import { type Interruptible, runToEnd } from '../../model/interruptible.js';
import { type Instruction, isLoss, type Program, type ProgramTensor, type Role, tensorBytes } from '../ir/index.js';
import { lifetimesOf } from './lifetimes.js';
import type { Plan, PlannedBuffer } from './plan.js';
import { planTraining, planTrainingInterruptibly, SharedBuild, type TrainingOptions } from './plan-training.js';

/** Bytes of a training step by what they are for. */
interface MemoryParts {
  readonly activations: number;
  readonly activationGradients: number;
  readonly parameters: number;
  readonly parameterGradients: number;
  readonly optimizer: number;
  /** The running statistics of batch normalisation. */
  readonly buffers: number;
  /** The images and labels, or target images, of one batch. */
  readonly batch: number;
  /** The rest: kernels' partial sums, metrics and their read-back, settings, the way of parameters to the host. */
  readonly workspace: number;
}

export interface Memory {
  /**
   * The most that inference on a batch holds at once: weights, running statistics, and each tensor from when it is
   * made to its last use.
   */
  readonly inference: number;
  /** All that training allocates: the plan's bytes. */
  readonly training: number;
  /** Sums to `training`. */
  readonly parts: MemoryParts;
  /** How many micro-batches are computed one after the other. */
  readonly microBatches: number;
}

/** What training takes in two other ways, shown beside what it takes. */
export interface MemoryAlternatives {
  /** With most activations recomputed in the backward pass. */
  readonly checkpointed: number;
  /** With activations stored in 16 bits, on a target like the given one that can store them. */
  readonly f16: number;
}

/** Bytes that a sound network takes; allocates none of them. */
export function memoryOf(graph: Graph, options: TrainingOptions): Memory {
  return runToEnd(memoryInterruptibly(graph, options));
}

/** What training allocates when it recomputes most activations in the backward pass. */
export function checkpointedBytes(graph: Graph, options: TrainingOptions): number {
  return planTraining(graph, withCheckpoints(options)).plan.bytes;
}

/** What training allocates with activations in 16 bits, on a target like the given one that can store them. */
export function f16Bytes(graph: Graph, options: TrainingOptions): number {
  return planTraining(graph, inF16(options)).plan.bytes;
}

export function* memoryInterruptibly(
  graph: Graph,
  options: TrainingOptions,
  shared?: SharedBuild,
): Interruptible<Memory> {
  const { program, plan } = yield* planTrainingInterruptibly(graph, options, shared);
  return {
    // The evaluation is the inference, with a loss after it.
    inference: inferenceBytes(program.tensors, program.evaluation.slice(0, program.evaluation.findIndex(isLoss))),
    training: plan.bytes,
    parts: memoryParts(program, plan),
    microBatches: program.microBatches,
  };
}

/** Faster than the figures one by one: the program is built once. */
export function* allMemoryInterruptibly(
  graph: Graph,
  options: TrainingOptions,
): Interruptible<Memory & MemoryAlternatives> {
  const shared = new SharedBuild(graph, options);
  const memory = yield* memoryInterruptibly(graph, options, shared);
  return { ...memory, ...(yield* alternativesInterruptibly(graph, options, shared)) };
}

export function* alternativesInterruptibly(
  graph: Graph,
  options: TrainingOptions,
  shared = new SharedBuild(graph, options),
): Interruptible<MemoryAlternatives> {
  const checkpointed = yield* planTrainingInterruptibly(graph, withCheckpoints(options), shared);
  const f16 = yield* planTrainingInterruptibly(graph, inF16(options), shared);
  return { checkpointed: checkpointed.plan.bytes, f16: f16.plan.bytes };
}

const withCheckpoints = (options: TrainingOptions): TrainingOptions => ({ ...options, checkpoint: true });

function inF16(options: TrainingOptions): TrainingOptions {
  return { ...options, target: { ...options.target, f16Storage: true }, storage: 'f16' };
}

function inferenceBytes(tensors: readonly ProgramTensor[], forward: readonly Instruction[]): number {
  const { first, last } = lifetimesOf(tensors, forward);
  const changes = new Float64Array(forward.length + 2);
  let persistent = 0;
  for (const tensor of tensors) {
    const bytes = tensorBytes(tensor);
    const used = first[tensor.id] <= last[tensor.id];
    if (!used && tensor.role !== 'images') continue;
    if (tensor.role === 'parameter' || tensor.role === 'statistic') {
      persistent += bytes;
      continue;
    }
    // The images come from outside: they are there from the beginning.
    const from = tensor.role === 'images' ? 0 : first[tensor.id];
    changes[from] += bytes;
    changes[Math.max(from, last[tensor.id]) + 1] -= bytes;
  }
  let held = 0;
  let most = 0;
  for (const change of changes) {
    held += change;
    most = Math.max(most, held);
  }
  return persistent + most;
}

const partOf: { readonly [R in Role]: keyof MemoryParts } = {
  images: 'batch',
  labels: 'batch',
  targets: 'batch',
  parameter: 'parameters',
  'parameter-gradient': 'parameterGradients',
  'optimizer-state': 'optimizer',
  statistic: 'buffers',
  activation: 'activations',
  'activation-gradient': 'activationGradients',
  workspace: 'workspace',
  metrics: 'workspace',
};

/**
 * A plan's bytes by role. A buffer that several tensors share in turn counts for the role of the largest, the one it
 * would be needed for anyway; of equally large ones for the first made.
 */
function memoryParts(program: Program, plan: Plan): MemoryParts {
  const parts: { -readonly [K in keyof MemoryParts]: number } = {
    activations: 0,
    activationGradients: 0,
    parameters: 0,
    parameterGradients: 0,
    optimizer: 0,
    buffers: 0,
    batch: 0,
    workspace: 0,
  };
  for (const buffer of plan.buffers) parts[partOfBuffer(program, buffer)] += buffer.bytes;
  return parts;
}

function partOfBuffer(program: Program, buffer: PlannedBuffer): keyof MemoryParts {
  let largest = 0;
  let part: keyof MemoryParts = 'workspace';
  for (const id of buffer.tensors) {
    const tensor = program.tensors[id];
    const bytes = tensorBytes(tensor);
    if (bytes > largest) {
      largest = bytes;
      part = partOf[tensor.role];
    }
  }
  // A workspace larger than every tensor in the buffer made it as large as it is.
  return largest < buffer.bytes ? 'workspace' : part;
}

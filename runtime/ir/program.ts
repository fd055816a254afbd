// A network's work as data: which tensors exist, and which instructions, in which order, compute them. Built from a
// graph by runtime/lowering, placed in memory by runtime/memory, run by runtime/backends.
import type { ActivationStorage, Goal } from '../../model/index.js';
import type { Computation } from './computation.js';
import type { ProgramTensor } from './tensor.js';

export interface Instruction<C extends Computation = Computation> {
  readonly computation: C;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /**
   * The place in `inputs` of the tensor whose memory the first output takes: nothing reads that tensor afterwards,
   * and each of its values is read before, and by the thread that, the output's value at the same place is written.
   * Absent: none.
   */
  readonly inPlace?: number;
  /** The layer's path, for labels and messages; absent for what belongs to none. */
  readonly layer?: string;
}

/** A label that marks an empty place in a batch (the last batch of an evaluation is rarely full). */
export const noImage = 0xffffffff;

/** A label of a pixel that does not count: unknown, or in the padding of a crop. */
export const ignoredLabel = 0xfffffffe;

/** A parameter tensor, and how it begins. */
export interface Parameter {
  readonly tensor: number;
  /** Absent for a parameter that keeps the values it begins with. */
  readonly gradient: number | undefined;
  /** What the optimizer keeps beside the weight, in the order its update reads it; all begin at 0. */
  readonly states: readonly number[];
  /** Scales begin at 1, biases and shifts at 0; weights are drawn. */
  readonly initial: Initial;
}

export type Initial =
  /** Uniform in +-sqrt(6/fanIn): variance 2/fanIn (He et al., "Delving Deep into Rectifiers", 2015). */
  | { readonly kind: 'he-uniform'; readonly fanIn: number }
  /** Uniform in +-sqrt(6/(fanIn + fanOut)) (Glorot and Bengio, "Understanding the difficulty ...", 2010). */
  | { readonly kind: 'xavier-uniform'; readonly fanIn: number; readonly fanOut: number }
  | { readonly kind: 'constant'; readonly value: number };

/** A tensor that training keeps from step to step beside the parameters, and the value that fills it at first. */
interface Statistic {
  readonly tensor: number;
  readonly initial: number;
}

/** A training program: one step, and an evaluation, over the same tensors. */
export interface Program {
  readonly name: string;
  /** Images in a step. */
  readonly batch: number;
  readonly goal: Goal;
  /**
   * Into how many equal micro-batches the batch is split for less memory: 1, unless memory is short. `step` and
   * `evaluation` are then for one of them, but for the step's updates, which come once, after the last (`firstUpdate`).
   */
  readonly microBatches: number;
  /** How the activations that the backward pass reads are stored. */
  readonly storage: ActivationStorage;
  readonly tensors: readonly ProgramTensor[];
  /** Of the whole batch, as are the metrics. */
  readonly images: number;
  /** A label for each image, or for each of its pixels; of an image goal they only say which slots hold an image. */
  readonly labels: number;
  /** The images that are the answer, where the goal is one. */
  readonly targets: number | undefined;
  readonly metrics: number;
  /** The input of the first output's loss, as the evaluation computes it of its last micro-batch; readable after it. */
  readonly logits: number;
  readonly parameters: readonly Parameter[];
  /** The running means (at first 0) and variances (at first 1) of batch normalisation, which inference uses. */
  readonly statistics: readonly Statistic[];
  /** Forward, loss, backward, update: in this order, as one submission where that is not too long. */
  readonly step: readonly Instruction[];
  /** Forward in inference mode (dropout does nothing, bn uses its running statistics), metrics, no gradient. */
  readonly evaluation: readonly Instruction[];
}

/** What may change from one step to the next without another compilation. */
export interface StepSettings {
  readonly learningRate: number;
  /** Counts from 0; with the seed it decides what dropout drops, and it is adam's count of steps. */
  readonly step: number;
  readonly seed: number;
}

/** What a computation sees of the step it is in. */
export interface MicroBatchSettings extends StepSettings {
  /** The place in the batch of the first image of the micro-batch. */
  readonly firstImage: number;
  /** Absent: every slot of the batch holds an image. */
  readonly partial?: PartialBatch;
  /** Labels for each label that counts, which losses over labels are multiplied by. Default: 1. */
  readonly lossScale?: number;
}

/** A batch whose last slots hold no image, as an epoch's last one: it counts as a batch of its images alone. */
export interface PartialBatch {
  readonly emptySlots: number;
  /** Slots for each image. */
  readonly scale: number;
}

/** What a batch's labels change in its step: the empty slots, and how many labels count. */
export function describeLabels(
  { batch }: Pick<Program, 'batch'>,
  labels: Uint32Array,
): Pick<MicroBatchSettings, 'partial' | 'lossScale'> {
  const perImage = labels.length / batch;
  let emptySlots = 0;
  for (let first = 0; first < labels.length; first += perImage) if (labels[first] === noImage) emptySlots++;
  const lossScale = labels.length / Math.max(1, countLabels(labels));
  if (emptySlots === 0) return { lossScale };
  return { partial: { emptySlots, scale: batch / Math.max(1, batch - emptySlots) }, lossScale };
}

/** Labels that count. */
export function countLabels(labels: Uint32Array): number {
  let count = 0;
  // As in sizeOf, no iterator: there may be a label for each pixel of a batch.
  for (let index = 0; index < labels.length; index++) if (labels[index] < ignoredLabel) count++;
  return count;
}

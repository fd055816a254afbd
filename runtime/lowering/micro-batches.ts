// Micro-batches: a batch computed in equal shares, one after the other, for less memory. Adds what comes before and
// after the work on each, so that a step learns the same as one over the whole batch, but for rounding.

import type { Graph } from '../../model/index.js';
import { sizeOf } from '../ir/extents.js';
import type { Instruction } from '../ir/program.js';
import type { BackwardPass } from './backward.js';
import { workOf } from './layers/index.js';
import type { TensorRecord } from './tensor-record.js';

/**
 * Whether a batch may be split: no layer's output for an image hangs on the other images, as batch normalisation's
 * does.
 */
export function isSplittable({ layers }: Graph): boolean {
  return layers.every(({ operation: { kind } }) => kind === 'input' || !workOf(kind).acrossImages);
}

/** What a program's losses read and write: labels, target images where the goal is an image, and metrics. */
export interface LossTensors {
  readonly labels: number;
  readonly targets: number | undefined;
  readonly metrics: number;
}

/** A program's inputs and metrics, with the instructions they take where it has several micro-batches. */
export interface Intake {
  /** Of the whole batch. */
  readonly images: number;
  readonly whole: LossTensors;
  /** Of one micro-batch, whose images are `record.images`; the same as `whole` where there is only one. */
  readonly own: LossTensors;
  /** Before the forward pass, and after the loss that computes the metrics. */
  readonly before: readonly Instruction[];
  readonly after: readonly Instruction[];
}

export interface IntakeForm {
  readonly batch: number;
  readonly microBatches: number;
  /** Extents of an image's labels: none where it has one label, its height and width where each pixel has one. */
  readonly labelExtents: readonly number[];
  /** Extents of a target image. */
  readonly targetExtents: readonly number[] | undefined;
}

export function lowerIntake(record: TensorRecord, form: IntakeForm): Intake {
  const { batch, microBatches } = form;
  const { images: ownImages } = record;
  if (microBatches === 1) {
    const own = lossTensors(record, form, batch, 'whole');
    return { images: ownImages, whole: own, own, before: [], after: [] };
  }
  const count = batch / microBatches;
  const own = lossTensors(record, form, count, 'micro-batch');
  const [, ...extents] = record.tensors[ownImages].shape;
  const images = record.tensor('images', 'images', [batch, ...extents]);
  const whole = lossTensors(record, form, batch, 'whole');
  const take = (from: number, into: number): Instruction => {
    const { shape, type } = record.tensors[from];
    const image = sizeOf(shape.slice(1));
    const values = type === 'u32' ? 'u32' : 'f32';
    const computation = { kind: 'take-micro-batch', size: count * image, whole: batch * image, image, values } as const;
    return { computation, inputs: [from], outputs: [into] };
  };
  const accumulate = (sums: number, term: number): Instruction => {
    const size = sizeOf(record.tensors[sums].shape);
    return { computation: { kind: 'accumulate', size }, inputs: [sums, term], outputs: [sums] };
  };
  return {
    images,
    whole,
    own,
    before: [
      take(images, ownImages),
      take(whole.labels, own.labels),
      ...(whole.targets !== undefined && own.targets !== undefined ? [take(whole.targets, own.targets)] : []),
    ],
    after: [accumulate(whole.metrics, own.metrics)],
  };
}

/** Those of `count` images, of a whole batch or of a micro-batch. */
function lossTensors(
  record: TensorRecord,
  { labelExtents, targetExtents }: IntakeForm,
  count: number,
  of: 'whole' | 'micro-batch',
): LossTensors {
  const own = (name: 'labels' | 'targets' | 'metrics', shape: readonly number[], type?: 'u32') =>
    of === 'whole'
      ? record.tensor(name, name, shape, type)
      : record.tensor(`${name}/micro-batch`, 'workspace', shape, type);
  return {
    labels: own('labels', [count, ...labelExtents], 'u32'),
    targets: targetExtents && own('targets', [count, ...targetExtents]),
    metrics: own('metrics', [2]),
  };
}

/** Adds each parameter's gradient to the sum over the earlier micro-batches, as soon as it is computed. */
export function accumulateGradients(record: TensorRecord, backward: BackwardPass): BackwardPass {
  const sums = new Map<number, number>();
  const parameterGradients = new Map<number, number>();
  for (const [parameter, gradient] of backward.parameterGradients) {
    const { name, shape } = record.tensors[gradient];
    const sum = record.tensor(`${name}/sum`, 'parameter-gradient', shape);
    sums.set(gradient, sum);
    parameterGradients.set(parameter, sum);
  }
  const instructions = backward.instructions.flatMap((instruction) => [
    instruction,
    ...instruction.outputs.flatMap((gradient): Instruction[] => {
      const sum = sums.get(gradient);
      if (sum === undefined) return [];
      const size = sizeOf(record.tensors[gradient].shape);
      const { layer } = instruction;
      return [{ computation: { kind: 'accumulate', size }, inputs: [sum, gradient], outputs: [sum], layer }];
    }),
  ]);
  return { instructions, parameterGradients };
}

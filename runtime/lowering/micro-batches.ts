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

/** A program's inputs and metrics, with the instructions they take where it has several micro-batches. */
export interface Intake {
  /** Of the whole batch. */
  readonly images: number;
  readonly labels: number;
  readonly metrics: number;
  /** Of one micro-batch, whose images are `record.images`; the same as above where there is only one. */
  readonly ownLabels: number;
  readonly ownMetrics: number;
  /** Before the forward pass, and after the loss that computes the metrics. */
  readonly before: readonly Instruction[];
  readonly after: readonly Instruction[];
}

export function lowerIntake(record: TensorRecord, batch: number, microBatches: number): Intake {
  const count = batch / microBatches;
  const ownLabels = record.tensor(
    microBatches === 1 ? 'labels' : 'labels/micro-batch',
    microBatches === 1 ? 'labels' : 'workspace',
    [count],
    'u32',
  );
  const metrics = record.tensor('metrics', 'metrics', [2]);
  const { images: ownImages } = record;
  if (microBatches === 1) {
    return { images: ownImages, labels: ownLabels, metrics, ownLabels, ownMetrics: metrics, before: [], after: [] };
  }
  const [, ...extents] = record.tensors[ownImages].shape;
  const images = record.tensor('images', 'images', [batch, ...extents]);
  const labels = record.tensor('labels', 'labels', [batch], 'u32');
  const ownMetrics = record.tensor('metrics/micro-batch', 'workspace', [2]);
  const image = sizeOf(extents);
  const take = (whole: number, image: number, into: number): Instruction => {
    const values = record.tensors[whole].type === 'u32' ? 'u32' : 'f32';
    const computation = { kind: 'take-micro-batch', size: count * image, whole: batch * image, image, values } as const;
    return { computation, inputs: [whole], outputs: [into] };
  };
  return {
    images,
    labels,
    metrics,
    ownLabels,
    ownMetrics,
    before: [take(images, image, ownImages), take(labels, 1, ownLabels)],
    after: [{ computation: { kind: 'accumulate', size: 2 }, inputs: [metrics, ownMetrics], outputs: [metrics] }],
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

// A batch computed in equal parts, one after the other, for less memory: what comes before and after the work on a
// part, so that a step learns the same as one over the whole batch, but for rounding.

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

/** What a program takes in and tells, with the work that this is where it has several parts. */
export interface Intake {
  /** Of the whole batch. */
  readonly images: number;
  readonly labels: number;
  readonly metrics: number;
  /** Of a part; the whole batch's where that is the only part, as are the part's images, `record.images`. */
  readonly partLabels: number;
  readonly partMetrics: number;
  /** Before the forward pass, and after the loss that tells the metrics. */
  readonly before: readonly Instruction[];
  readonly after: readonly Instruction[];
}

export function intakeOf(record: TensorRecord, batch: number, parts: number): Intake {
  const part = batch / parts;
  const partLabels = record.tensor(
    parts === 1 ? 'labels' : 'labels/part',
    parts === 1 ? 'labels' : 'workspace',
    [part],
    'u32',
  );
  const metrics = record.tensor('metrics', 'metrics', [2]);
  const { images: partImages } = record;
  if (parts === 1) {
    return { images: partImages, labels: partLabels, metrics, partLabels, partMetrics: metrics, before: [], after: [] };
  }
  const [, ...extents] = record.tensors[partImages].shape;
  const images = record.tensor('images', 'images', [batch, ...extents]);
  const labels = record.tensor('labels', 'labels', [batch], 'u32');
  const partMetrics = record.tensor('metrics/part', 'workspace', [2]);
  const image = sizeOf(extents);
  const taken = (whole: number, image: number, into: number): Instruction => {
    const values = record.tensors[whole].type === 'u32' ? 'u32' : 'f32';
    const computation = { kind: 'take-part', size: part * image, whole: batch * image, image, values } as const;
    return { computation, inputs: [whole], outputs: [into] };
  };
  return {
    images,
    labels,
    metrics,
    partLabels,
    partMetrics,
    before: [taken(images, image, partImages), taken(labels, 1, partLabels)],
    after: [{ computation: { kind: 'accumulate', size: 2 }, inputs: [metrics, partMetrics], outputs: [metrics] }],
  };
}

/** The same with each parameter's gradient added to those of the parts before, as soon as it is there. */
export function accumulated(record: TensorRecord, backward: BackwardPass): BackwardPass {
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

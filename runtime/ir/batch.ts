// A training step's inputs and results as they cross into and out of an executor.
import { sizeOf } from './extents.js';
import { noImage, type Program } from './program.js';

/** A batch of `program.batch` images; empty slots are the last ones and have the label `noImage`. */
export interface Batch {
  /** NHWC, as long as the images tensor. */
  readonly images: Float32Array;
  readonly labels: Uint32Array;
}

/** Sums over the batch's images. */
export interface Metrics {
  readonly lossSum: number;
  readonly correct: number;
}

/**
 * Throws a RangeError when the lengths differ from the program's, or when a label is no class of its first output: a
 * wrong length would otherwise train on garbage without any error.
 */
export function checkBatch(
  program: Program,
  batch: { readonly images: ArrayLike<number>; readonly labels: Uint32Array },
): void {
  const { shape } = program.tensors[program.images];
  const values = sizeOf(shape);
  if (batch.images.length !== values) {
    throw new RangeError(`a batch of ${shape.join('x')} has ${values} image values, not ${batch.images.length}`);
  }
  if (batch.labels.length !== program.batch) {
    throw new RangeError(`a batch of ${program.batch} images has as many labels, not ${batch.labels.length}`);
  }
  const classes = sizeOf(program.tensors[program.logits].shape.slice(1));
  const invalid = batch.labels.find((label) => label >= classes && label !== noImage);
  if (invalid !== undefined) {
    throw new RangeError(`the label ${invalid} is not one of the network's ${classes} classes (0 to ${classes - 1})`);
  }
}

// A training step's inputs and results as they cross into and out of an executor.
import { isImageGoal } from '../../model/index.js';
import { sizeOf } from './extents.js';
import { ignoredLabel, type Program } from './program.js';

/** A batch of `program.batch` images; empty slots are the last ones and have the label `noImage`. */
export interface Batch {
  /** NHWC, as long as the images tensor. */
  readonly images: Float32Array;
  /** One for each image, or for each of its pixels, of which some may be `ignoredLabel`. */
  readonly labels: Uint32Array;
  /** The answers of an image goal, NHWC; absent for other goals. */
  readonly targets?: Float32Array;
}

/** Sums over the batch's images. */
export interface Metrics {
  /** Over the labels that count; of an image goal, over the images. */
  readonly lossSum: number;
  /** Labels that the network answers with; 0 for an image goal. */
  readonly correct: number;
  /** Of an image goal: the images' peak signal-to-noise ratios. */
  readonly psnrSum?: number;
}

/** @param values of the metrics tensor */
export function readMetrics({ goal }: Pick<Program, 'goal'>, values: ArrayLike<number>): Metrics {
  const [lossSum, second] = [values[0], values[1]];
  return isImageGoal(goal) ? { lossSum, correct: 0, psnrSum: second } : { lossSum, correct: second };
}

/** A batch whose images may have 64 bits. */
export interface BatchValues {
  readonly images: ArrayLike<number>;
  readonly labels: Uint32Array;
  readonly targets?: ArrayLike<number>;
}

/**
 * Throws a RangeError when the lengths differ from the program's, or when a label is no class of its first output: a
 * wrong length would otherwise train on garbage without any error.
 */
export function checkBatch(program: Program, { images, labels, targets }: BatchValues): void {
  checkLength(program, program.images, images, 'image values');
  checkLength(program, program.labels, labels, 'labels');
  if (program.targets !== undefined) checkLength(program, program.targets, targets ?? [], 'target values');
  if (isImageGoal(program.goal)) return;
  const [, ...answer] = program.tensors[program.logits].shape;
  const classes = program.goal === 'label-map' ? answer[answer.length - 1] : sizeOf(answer);
  const invalid = labels.find((label) => label >= classes && label < ignoredLabel);
  if (invalid !== undefined) {
    throw new RangeError(`the label ${invalid} is not one of the network's ${classes} classes (0 to ${classes - 1})`);
  }
}

function checkLength({ tensors }: Program, tensor: number, values: ArrayLike<number>, what: string): void {
  const { shape } = tensors[tensor];
  const wanted = sizeOf(shape);
  if (values.length === wanted) return;
  throw new RangeError(`a batch of ${shape.join('x')} has ${wanted} ${what}, not ${values.length}`);
}

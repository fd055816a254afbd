// What every executor checks before it takes a batch in: a wrong length would otherwise train on rubbish unseen.
import { sizeOf } from '../ir/extents.js';
import { noImage, type Program } from '../ir/program.js';

/**
 * Throws a RangeError where the lengths are not the program's, or a label is no class of its first output.
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
  const strange = batch.labels.find((label) => label >= classes && label !== noImage);
  if (strange !== undefined) {
    throw new RangeError(`the label ${strange} is not one of the network's ${classes} classes (0 to ${classes - 1})`);
  }
}

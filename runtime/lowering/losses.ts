// The computation of a loss: over the classes of images or of pixels, or over the values of images.
import { elements, type Goal, isImageGoal, type Loss, type Shape } from '../../model/index.js';
import type { Computation } from '../ir/computation.js';

export interface LossSite {
  /** Images that are computed at once. */
  readonly batch: number;
  /** Of the output. */
  readonly shape: Shape;
  readonly weight: number;
}

/** Throws a RangeError for a loss over classes where the goal is an image. */
export function lossComputation(goal: Goal, loss: Loss, { batch, shape, weight }: LossSite): Computation {
  if (isImageGoal(goal)) {
    if (loss.kind === 'cross_entropy') throw new RangeError('cross-entropy needs classes, and the goal is an image');
    return { kind: 'image-error', power: loss.kind === 'mae' ? 1 : 2, batch, size: elements(shape), weight };
  }
  // Scores of a network that answers with more than a vector are taken flattened, unless each pixel has a class.
  const rows =
    goal === 'label-map'
      ? { rows: batch * shape.height * shape.width, classes: shape.channels, weight }
      : { rows: batch, classes: elements(shape), weight };
  return loss.kind === 'cross_entropy'
    ? { kind: 'cross-entropy', ...rows, smoothing: loss.smoothing }
    : { kind: loss.kind, ...rows };
}

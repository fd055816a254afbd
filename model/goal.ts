// What a network learns to answer.

/**
 * The class of an image, the class of each of its pixels, the image that belongs to it, or the input image itself.
 */
export type Goal = 'class' | 'label-map' | 'image' | 'input';

/** Whether the answer is an image, which is compared value by value. */
export function isImageGoal(goal: Goal): boolean {
  return goal === 'image' || goal === 'input';
}

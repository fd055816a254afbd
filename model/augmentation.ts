// Augmentation: the steps applied to an image before it joins a batch, and the resulting size.
import type { Padding, Pair, Shape } from './shape.js';

export type Augmentation =
  /** Mirrored left to right, every other time. */
  | { readonly kind: 'flip' }
  /** A part of this size, taken anywhere from the image with zeros around it; of a test image, the middle. */
  | { readonly kind: 'crop'; readonly size: Pair; readonly padding: Padding }
  /** (x - mean)/deviation of the channel, over all training images as they were stored. */
  | { readonly kind: 'normalise' };

export interface AugmentedShape {
  readonly shape: Shape;
  /** The first crop that does not fit: its index among the steps, and a sentence. */
  readonly tooLarge?: { readonly step: number; readonly message: string };
}

/** The shape of images after all steps; a crop that does not fit is skipped. */
export function augmentedShape(shape: Shape, steps: readonly Augmentation[]): AugmentedShape {
  let current = shape;
  let tooLarge: AugmentedShape['tooLarge'];
  steps.forEach((augmentation, step) => {
    if (augmentation.kind !== 'crop') return;
    const [height, width] = augmentation.size;
    const padded = paddedSize(current, augmentation.padding);
    if (height <= padded[0] && width <= padded[1]) {
      current = { height, width, channels: current.channels };
    } else {
      const given = `${current.height}x${current.width}`;
      const around = padded.join('x') === given ? '' : ` (${padded.join('x')} with their padding)`;
      tooLarge ??= { step, message: `a crop of ${height}x${width} does not fit the images' ${given}${around}.` };
    }
  });
  return { shape: current, tooLarge };
}

function paddedSize({ height, width }: Shape, { top, left, bottom, right }: Padding): Pair {
  return [height + top + bottom, width + left + right];
}

/** `flip -> crop(32x32, pad=4) -> normalise`, as a file would write it; '' for none. */
export function formatAugmentations(steps: readonly Augmentation[]): string {
  return steps.map(formatAugmentation).join(' -> ');
}

function formatAugmentation(augmentation: Augmentation): string {
  if (augmentation.kind !== 'crop') return augmentation.kind;
  const { size, padding } = augmentation;
  const { top, left, bottom, right } = padding;
  const sides = [top, left, bottom, right];
  if (sides.every((side) => side === 0)) return `crop(${size.join('x')})`;
  const pad = sides.every((side) => side === top) ? `${top}` : `(${sides.join(', ')})`;
  return `crop(${size.join('x')}, pad=${pad})`;
}

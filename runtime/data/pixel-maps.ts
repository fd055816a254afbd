// Flips and crops composed into one row map and one column map from the batch to the stored image, so that each pixel
// is read once. An image and its target get the same moves, each at its own scale.
import type { Augmentation, Shape } from '../../model/index.js';

/** Random integers below a bound. */
export type Chance = (bound: number) => number;

/** For each row and column of the batch: the row and column of the stored image, or a kind of padding. */
export interface PixelMaps {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** Padding before `normalise`: a stored 0. */
export const black = -1;
/** Padding after `normalise`: a 0 in the batch. */
export const zero = -2;

/** What happens to one image, in pixels of the input image. */
export type Move =
  | { readonly kind: 'flip' }
  | {
      readonly kind: 'crop';
      readonly top: number;
      readonly left: number;
      readonly height: number;
      readonly width: number;
      readonly padding: number;
    };

/** Draws the moves of an image; without `chance`, as in tests: no flip, centre crop. */
export function drawMoves(
  stored: Shape,
  augment: readonly Augmentation[],
  chance: Chance | undefined,
): readonly Move[] {
  const moves: Move[] = [];
  let [height, width] = [stored.height, stored.width];
  let padding = black;
  for (const step of augment) {
    if (step.kind === 'normalise') padding = zero;
    else if (step.kind === 'flip') {
      if (chance?.(2) === 1) moves.push({ kind: 'flip' });
    } else {
      const { top, left, bottom, right } = step.padding;
      const first = (room: number) => (chance ? chance(room + 1) : Math.floor(room / 2));
      const down = first(top + height + bottom - step.size[0]) - top;
      const across = first(left + width + right - step.size[1]) - left;
      [height, width] = step.size;
      moves.push({ kind: 'crop', top: down, left: across, height, width, padding });
    }
  }
  return moves;
}

/** @param scale rows and columns of the stored image for each of the input image */
export function mapsOf(moves: readonly Move[], stored: Shape, scale = 1): PixelMaps {
  let rows = Int32Array.from({ length: stored.height }, (_, row) => row);
  let columns = Int32Array.from({ length: stored.width }, (_, column) => column);
  for (const move of moves) {
    if (move.kind === 'flip') columns = columns.reverse();
    else {
      const { top, left, height, width, padding } = move;
      rows = part(rows, scale * top, scale * height, padding);
      columns = part(columns, scale * left, scale * width, padding);
    }
  }
  return { rows, columns };
}

function part(map: Int32Array, first: number, length: number, padding: number): Int32Array<ArrayBuffer> {
  return Int32Array.from({ length }, (_, index) => map[first + index] ?? padding);
}

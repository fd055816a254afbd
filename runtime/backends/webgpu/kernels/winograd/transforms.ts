// The Winograd transforms as matrices (Toom-Cook), and the WGSL that applies them to a tile in registers.

import type { StorageBinding } from '../../shaders/kernel.js';
import { f32, unrolled, wgsl } from '../../shaders/wgsl.js';
import type { Region } from '../../variants/winograd.js';

export type Matrix = readonly (readonly number[])[];

/** Toom and Cook's, for the points 0, 1, -1 (1/2, -2) and infinity. */
export const transforms: Record<2 | 4, { readonly source: Matrix; readonly weights: Matrix; readonly result: Matrix }> =
  {
    2: {
      source: [
        [1, 0, -1, 0],
        [0, 1, 1, 0],
        [0, -1, 1, 0],
        [0, -1, 0, 1],
      ],
      weights: [
        [1, 0, 0],
        [1 / 2, 1 / 2, 1 / 2],
        [1 / 2, -1 / 2, 1 / 2],
        [0, 0, 1],
      ],
      result: [
        [1, 1, 1, 0],
        [0, 1, -1, 1],
      ],
    },
    4: {
      source: [
        [1, -3 / 2, -2, 3 / 2, 1, 0],
        [0, -1, 1 / 2, 5 / 2, 1, 0],
        [0, 1, -5 / 2, 1 / 2, 1, 0],
        [0, -2, -1, 2, 1, 0],
        [0, 1 / 2, -1, -1 / 2, 1, 0],
        [0, 1, -3 / 2, -2, 3 / 2, 1],
      ],
      weights: [
        [1, 0, 0],
        [1 / 3, 1 / 3, 1 / 3],
        [-1 / 3, 1 / 3, -1 / 3],
        [-16 / 15, -8 / 15, -4 / 15],
        [1 / 15, -2 / 15, 4 / 15],
        [0, 0, 1],
      ],
      result: [
        [1, 1, 1, 1, 1, 0],
        [0, 1, -1, 1 / 2, -2, 0],
        [0, 1, 1, 1 / 4, 4, 0],
        [0, 1, -1, 1 / 8, -8, 1],
      ],
    },
  };

export function transposed(matrix: Matrix): Matrix {
  return matrix[0].map((_, column) => matrix.map((row) => row[column]));
}

/** What lies in a region of the workspace. */
export const bindRegion = ({ offset, bytes }: Region): StorageBinding => ({ kind: 'workspace', offset, bytes });

/** M d M^T: `use` gets each place of the product, row by row, with its value. */
export function transformTile(matrix: Matrix, name: string, use: (place: number, value: string) => string): string {
  const [rows, length] = [matrix.length, matrix[0].length];
  const half = eachPlace(
    rows,
    length,
    (r, x) => `  let half${r}_${x} = ${combined(matrix[r], (k) => `${name}${k}_${x}`)};`,
  );
  const whole = eachPlace(rows, rows, (r, q) => use(r * rows + q, `(${combined(matrix[q], (k) => `half${r}_${k}`)})`));
  return `${half}\n${whole}`;
}

/** A sum of values with these factors, those of 0 left out. */
function combined(factors: readonly number[], value: (index: number) => string): string {
  return factors
    .map((factor, index) => ({ factor, index }))
    .filter(({ factor }) => factor !== 0)
    .map(({ factor, index }) => (factor === 1 ? value(index) : `${f32(factor)} * ${value(index)}`))
    .join(' + ');
}

/** `code` for every place of a tile, row by row. */
export function eachPlace(rows: number, columns: number, code: (y: number, x: number) => string): string {
  return unrolled(rows, (y) => unrolled(columns, (x) => code(y, x)));
}

/**
 * WGSL of `y * ofY + x * ofX`, spelled out: compilers compute it, and kernels of other sizes have a few numbers that
 * differ, not one at each place.
 */
export function spellOffset(y: number, ofY: number, x: number, ofX: number): string {
  return wgsl`(${y} * ${ofY} + ${x} * ${ofX})`;
}

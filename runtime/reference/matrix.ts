// The product of two matrices: nearly all the arithmetic of a network, and so the one place written for speed.
import type { Values } from './compute.js';

/** A matrix within an array: element (i, j) stands at offset + i*rowStep + j*columnStep. */
export interface Matrix {
  readonly values: Values;
  readonly offset: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

/** An array as rows that follow one another. */
export function rowMajor(values: Values, columns: number, offset = 0): Matrix {
  return { values, offset, rowStep: columns, columnStep: 1 };
}

export function transposed({ values, offset, rowStep, columnStep }: Matrix): Matrix {
  return { values, offset, rowStep: columnStep, columnStep: rowStep };
}

/**
 * c = a*b, or c += a*b where `accumulate` is set; a is rows x depth, b is depth x columns, c is rows x columns.
 * Sums are taken in 64-bit arithmetic. Works in tiles of 4 x 4 results: eight loads then serve sixteen multiply-adds.
 */
export function multiply(
  rows: number,
  columns: number,
  depth: number,
  a: Matrix,
  b: Matrix,
  c: Matrix,
  accumulate: boolean,
): void {
  const tiledRows = rows - (rows % 4);
  const tiledColumns = columns - (columns % 4);
  for (let i = 0; i < tiledRows; i += 4) {
    for (let j = 0; j < tiledColumns; j += 4) multiplyTile(i, j, depth, a, b, c, accumulate);
    for (let j = tiledColumns; j < columns; j++) multiplyColumn(i, j, depth, a, b, c, accumulate);
  }
  for (let i = tiledRows; i < rows; i++) {
    for (let j = 0; j < columns; j++) multiplyOne(i, j, depth, a, b, c, accumulate);
  }
}

/** Results (i..i+3, j..j+3). */
function multiplyTile(i: number, j: number, depth: number, a: Matrix, b: Matrix, c: Matrix, accumulate: boolean): void {
  const x = a.values;
  const y = b.values;
  const aStep = a.columnStep;
  const bStep = b.rowStep;
  let a0 = a.offset + i * a.rowStep;
  let a1 = a0 + a.rowStep;
  let a2 = a1 + a.rowStep;
  let a3 = a2 + a.rowStep;
  let b0 = b.offset + j * b.columnStep;
  let b1 = b0 + b.columnStep;
  let b2 = b1 + b.columnStep;
  let b3 = b2 + b.columnStep;
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s03 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s13 = 0;
  let s20 = 0;
  let s21 = 0;
  let s22 = 0;
  let s23 = 0;
  let s30 = 0;
  let s31 = 0;
  let s32 = 0;
  let s33 = 0;
  for (let k = 0; k < depth; k++) {
    const y0 = y[b0]!;
    const y1 = y[b1]!;
    const y2 = y[b2]!;
    const y3 = y[b3]!;
    const x0 = x[a0]!;
    s00 += x0 * y0;
    s01 += x0 * y1;
    s02 += x0 * y2;
    s03 += x0 * y3;
    const x1 = x[a1]!;
    s10 += x1 * y0;
    s11 += x1 * y1;
    s12 += x1 * y2;
    s13 += x1 * y3;
    const x2 = x[a2]!;
    s20 += x2 * y0;
    s21 += x2 * y1;
    s22 += x2 * y2;
    s23 += x2 * y3;
    const x3 = x[a3]!;
    s30 += x3 * y0;
    s31 += x3 * y1;
    s32 += x3 * y2;
    s33 += x3 * y3;
    a0 += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
    b0 += bStep;
    b1 += bStep;
    b2 += bStep;
    b3 += bStep;
  }
  storeRow(c, i, j, s00, s01, s02, s03, accumulate);
  storeRow(c, i + 1, j, s10, s11, s12, s13, accumulate);
  storeRow(c, i + 2, j, s20, s21, s22, s23, accumulate);
  storeRow(c, i + 3, j, s30, s31, s32, s33, accumulate);
}

function storeRow(
  c: Matrix,
  i: number,
  j: number,
  s0: number,
  s1: number,
  s2: number,
  s3: number,
  accumulate: boolean,
): void {
  const z = c.values;
  const step = c.columnStep;
  const at = c.offset + i * c.rowStep + j * step;
  if (accumulate) {
    z[at]! += s0;
    z[at + step]! += s1;
    z[at + 2 * step]! += s2;
    z[at + 3 * step]! += s3;
  } else {
    z[at] = s0;
    z[at + step] = s1;
    z[at + 2 * step] = s2;
    z[at + 3 * step] = s3;
  }
}

/** Results (i..i+3, j). */
function multiplyColumn(
  i: number,
  j: number,
  depth: number,
  a: Matrix,
  b: Matrix,
  c: Matrix,
  accumulate: boolean,
): void {
  const x = a.values;
  const y = b.values;
  let a0 = a.offset + i * a.rowStep;
  let a1 = a0 + a.rowStep;
  let a2 = a1 + a.rowStep;
  let a3 = a2 + a.rowStep;
  let at = b.offset + j * b.columnStep;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let k = 0; k < depth; k++) {
    const value = y[at]!;
    s0 += x[a0]! * value;
    s1 += x[a1]! * value;
    s2 += x[a2]! * value;
    s3 += x[a3]! * value;
    a0 += a.columnStep;
    a1 += a.columnStep;
    a2 += a.columnStep;
    a3 += a.columnStep;
    at += b.rowStep;
  }
  // One column of four is one row of four in the transposed matrix.
  storeRow(transposed(c), j, i, s0, s1, s2, s3, accumulate);
}

function multiplyOne(i: number, j: number, depth: number, a: Matrix, b: Matrix, c: Matrix, accumulate: boolean): void {
  let sum = 0;
  let x = a.offset + i * a.rowStep;
  let y = b.offset + j * b.columnStep;
  for (let k = 0; k < depth; k++) {
    sum += a.values[x]! * b.values[y]!;
    x += a.columnStep;
    y += b.rowStep;
  }
  const at = c.offset + i * c.rowStep + j * c.columnStep;
  if (accumulate) c.values[at]! += sum;
  else c.values[at] = sum;
}

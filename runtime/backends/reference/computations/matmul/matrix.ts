// The product of two matrices: nearly all the arithmetic of a network, and so the one place written for speed.
import type { Values } from '../../../cpu/index.js';

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

/** c = a*b, or c += a*b where `accumulate` is set; a is rows x depth, b is depth x columns, c is rows x columns. */
export interface MatrixProduct {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  readonly a: Matrix;
  readonly b: Matrix;
  readonly c: Matrix;
  readonly accumulate?: boolean;
}

/**
 * Sums are taken in 64-bit arithmetic. Works in tiles of 4 x 2 results, as many as stay in the processor's registers:
 * six loads then serve eight multiply-adds.
 */
export function multiply(product: MatrixProduct): void {
  const { rows, columns, c, accumulate } = product;
  const tiledRows = rows - (rows % 4);
  const tiledColumns = columns - (columns % 2);
  if (!accumulate) clear(rows, columns, c);
  for (let i = 0; i < tiledRows; i += 4) {
    for (let j = 0; j < tiledColumns; j += 2) addTile(product, i, j);
    if (tiledColumns < columns) for (let r = i; r < i + 4; r++) addOne(product, r, tiledColumns);
  }
  for (let i = tiledRows; i < rows; i++) {
    for (let j = 0; j < columns; j++) addOne(product, i, j);
  }
}

/** Multiply-adds of a slice: some 10 ms. */
const sliceProducts = 2 ** 24;

/** The same to the bit, some rows a slice. */
export function* multiplyInSlices(product: MatrixProduct): Generator<void> {
  const { rows, columns, depth, a, c } = product;
  const step = Math.max(4, 4 * Math.floor(sliceProducts / (4 * columns * depth)));
  const from = (matrix: Matrix, row: number) => ({ ...matrix, offset: matrix.offset + row * matrix.rowStep });
  for (let row = 0; row < rows; row += step) {
    multiply({ ...product, rows: Math.min(step, rows - row), a: from(a, row), c: from(c, row) });
    yield;
  }
}

function clear(rows: number, columns: number, { values, offset, rowStep, columnStep }: Matrix): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) values[offset + i * rowStep + j * columnStep] = 0;
  }
}

/** Adds to the results (i..i+3, j..j+1). `| 0` spares the inner loop a check of every index for overflow. */
function addTile({ depth, a, b, c }: MatrixProduct, i: number, j: number): void {
  const x = a.values;
  const y = b.values;
  const aStep = a.columnStep | 0;
  const bStep = b.rowStep | 0;
  let a0 = (a.offset + i * a.rowStep) | 0;
  let a1 = (a0 + a.rowStep) | 0;
  let a2 = (a1 + a.rowStep) | 0;
  let a3 = (a2 + a.rowStep) | 0;
  let b0 = (b.offset + j * b.columnStep) | 0;
  let b1 = (b0 + b.columnStep) | 0;
  let s00 = 0;
  let s01 = 0;
  let s10 = 0;
  let s11 = 0;
  let s20 = 0;
  let s21 = 0;
  let s30 = 0;
  let s31 = 0;
  for (let k = 0; k < depth; k++) {
    const y0 = y[b0];
    const y1 = y[b1];
    const x0 = x[a0];
    s00 += x0 * y0;
    s01 += x0 * y1;
    const x1 = x[a1];
    s10 += x1 * y0;
    s11 += x1 * y1;
    const x2 = x[a2];
    s20 += x2 * y0;
    s21 += x2 * y1;
    const x3 = x[a3];
    s30 += x3 * y0;
    s31 += x3 * y1;
    a0 = (a0 + aStep) | 0;
    a1 = (a1 + aStep) | 0;
    a2 = (a2 + aStep) | 0;
    a3 = (a3 + aStep) | 0;
    b0 = (b0 + bStep) | 0;
    b1 = (b1 + bStep) | 0;
  }
  const { values, rowStep, columnStep } = c;
  const c0 = c.offset + i * rowStep + j * columnStep;
  const c1 = c0 + rowStep;
  const c2 = c1 + rowStep;
  const c3 = c2 + rowStep;
  values[c0] += s00;
  values[c0 + columnStep] += s01;
  values[c1] += s10;
  values[c1 + columnStep] += s11;
  values[c2] += s20;
  values[c2 + columnStep] += s21;
  values[c3] += s30;
  values[c3 + columnStep] += s31;
}

function addOne({ depth, a, b, c }: MatrixProduct, i: number, j: number): void {
  let sum = 0;
  let x = a.offset + i * a.rowStep;
  let y = b.offset + j * b.columnStep;
  for (let k = 0; k < depth; k++) {
    sum += a.values[x] * b.values[y];
    x += a.columnStep;
    y += b.rowStep;
  }
  c.values[c.offset + i * c.rowStep + j * c.columnStep] += sum;
}

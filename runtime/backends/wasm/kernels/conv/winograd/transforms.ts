// The transforms of Winograd's convolutions F(m, r) with m + r = 7: polynomials of six coefficients at the points 0,
// a, -a, b, -b and infinity (Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2015).
//   result = A^T [(G g G^T) . (B^T d B)] A        dg = G^T [(B^T d B) . (A dy A^T)] G
// The values at a point and its negative share their even and their odd part: such pairs are computed together.
import { f32x4, type Local, type V128 } from '../../../emitter/index.js';
import type { StageContext } from '../../kernel.js';

/** Points in one direction: a tile of the source has as many rows and columns. */
export const points = 6;

/** Errors are half of those with the usual 1 and 2; the squares, their sum and their product are exact. */
const [a, b] = [11 / 16, 23 / 16];
const [aa, bb] = [a * a, b * b];

/** Factors of G's rows. */
const factorAtA = 1 / (2 * aa * (aa - bb));
const factorAtB = 1 / (2 * bb * (bb - aa));
const factors = [1 / (aa * bb), factorAtA, factorAtA, factorAtB, factorAtB, 1];

/** A linear map of a few vectors, in groups of results that share most of what they read. */
export interface Transform {
  readonly inputs: number;
  readonly groups: readonly Group[];
}

interface Group {
  /** Which results `emit` returns. */
  readonly rows: readonly number[];
  /** Emits each `read` once. */
  emit(context: StageContext, read: (index: number) => V128): V128[];
}

const times = (value: V128, factor: number): V128 =>
  factor === 1 ? value : f32x4.mul(value, f32x4.constSplat(factor));

const addTimes = ({ arithmetic }: StageContext, value: V128, factor: number, sum: V128): V128 =>
  factor === 1 ? f32x4.add(value, sum) : arithmetic.madd(value, f32x4.constSplat(factor), sum);

/** even + factor*odd and even - factor*odd */
function emitPair(context: StageContext, even: V128, odd: V128, factor: number): V128[] {
  const { f, arithmetic } = context;
  const sum = f.local('v128', even);
  if (arithmetic.name === 'fused') {
    const other = f.local('v128', odd);
    return [addTimes(context, other, factor, sum), addTimes(context, other, -factor, sum)];
  }
  const other = f.local('v128', times(odd, factor));
  return [f32x4.add(sum, other), f32x4.sub(sum, other)];
}

/** B^T: a tile of the source. */
export const sourceTransform: Transform = {
  inputs: points,
  groups: [
    {
      rows: [0],
      emit: (context, read) => [emitEnd(context, read, 0)],
    },
    {
      rows: [1, 2],
      emit: (context, read) =>
        emitPair(context, addTimes(context, read(2), -bb, read(4)), addTimes(context, read(1), -bb, read(3)), a),
    },
    {
      rows: [3, 4],
      emit: (context, read) =>
        emitPair(context, addTimes(context, read(2), -aa, read(4)), addTimes(context, read(1), -aa, read(3)), b),
    },
    {
      rows: [5],
      emit: (context, read) => [emitEnd(context, read, 1)],
    },
  ],
};

/** The first and the last row of B^T. */
function emitEnd(context: StageContext, read: (index: number) => V128, first: 0 | 1): V128 {
  const later = addTimes(context, read(first + 2), -(aa + bb), read(first + 4));
  return addTimes(context, read(first), aa * bb, later);
}

/** The polynomial with these coefficients at all points: A for gradients of m results; with the factors, G. */
function evaluation(coefficients: number, factorOf: (point: number) => number): Transform {
  /** The coefficients first, first + 2, ... as a polynomial of the point's square. */
  const emitPart = (context: StageContext, read: (index: number) => V128, first: number, point: number): V128 => {
    const last = first + 2 * Math.floor((coefficients - 1 - first) / 2);
    let sum = read(last);
    for (let index = last - 2; index >= first; index -= 2) sum = addTimes(context, sum, point * point, read(index));
    return sum;
  };
  const pair = (rows: readonly [number, number], point: number): Group => ({
    rows,
    emit: (context, read) =>
      emitPair(context, emitPart(context, read, 0, point), emitPart(context, read, 1, point), point).map((value) =>
        times(value, factorOf(rows[0])),
      ),
  });
  return {
    inputs: coefficients,
    groups: [
      { rows: [0], emit: (_, read) => [times(read(0), factorOf(0))] },
      pair([1, 2], a),
      pair([3, 4], b),
      { rows: [5], emit: (_, read) => [times(read(coefficients - 1), factorOf(5))] },
    ],
  };
}

/** The transpose of `evaluation`: A^T for m results; with the factors, G^T for the gradients of r weights. */
function transposedEvaluation(coefficients: number, factorOf: (point: number) => number): Transform {
  const half = (parity: 0 | 1): Group => {
    const rows: number[] = [];
    for (let row = parity; row < coefficients; row += 2) rows.push(row);
    return {
      rows,
      emit(context, read) {
        const { f } = context;
        const value = (point: number) => times(read(point), factorOf(point));
        const join = parity === 0 ? f32x4.add : f32x4.sub;
        const one = f.local('v128', join(value(1), value(2)));
        const two = f.local('v128', join(value(3), value(4)));
        return rows.map((row) => {
          const sum = addTimes(context, two, b ** row, times(one, a ** row));
          if (row === 0) return f32x4.add(sum, value(0));
          return row === coefficients - 1 ? f32x4.add(sum, value(5)) : sum;
        });
      },
    };
  };
  return { inputs: points, groups: [half(0), half(1)] };
}

const noFactor = () => 1;
const weightFactor = (point: number) => factors[point];

/** G: r weights. */
export const weightTransform = (taps: number) => evaluation(taps, weightFactor);

/** A: the gradients of m results. */
export const gradientTransform = (results: number) => evaluation(results, noFactor);

/** A^T: m results. */
export const resultTransform = (results: number) => transposedEvaluation(results, noFactor);

/** G^T: the gradients of r weights. */
export const weightGradientTransform = (taps: number) => transposedEvaluation(taps, weightFactor);

export interface Transform2d {
  readonly transform: Transform;
  /** The vector of a place; each is read once or twice. */
  read(row: number, column: number): V128;
  /** Takes the result of a place. */
  write(row: number, column: number, value: Local<'v128'>): void;
}

/** Both directions without memory between: down the columns for one or two rows of results, then along these rows. */
export function emitTransform2d(context: StageContext, { transform, read, write }: Transform2d): void {
  const { f } = context;
  for (const down of transform.groups) {
    const columns = Array.from({ length: transform.inputs }, (_, column) =>
      down.emit(context, (row) => read(row, column)).map((value) => f.local('v128', value)),
    );
    down.rows.forEach((row, index) => {
      for (const along of transform.groups) {
        const values = along.emit(context, (column) => columns[column][index]);
        along.rows.forEach((column, place) => {
          write(row, column, f.local('v128', values[place]));
        });
      }
    });
  }
}

// Local response normalisation over neighbouring channels: y = x*d^-beta, d = k + alpha/size * sum of x^2 over the
// neighbours; dx = dy*d^-beta - 2*alpha*beta/size * x * sum over the neighbours of dy*y/d. (Krizhevsky et al., 2012,
// section 3.3.)
//
// Layout: rows of channels. What is summed lies in the scratch memory with zeros on both sides, so that a sum over
// neighbours is one over vectors that begin at neighbouring channels.
import type { ResponseNorm } from '../../../../ir/index.js';
import { type FunctionBuilder, f32x4, type I32, i32, type Local, type V128, v128 } from '../../emitter/index.js';
import { type ChannelVector, forEachChannelVector } from '../channel-loop.js';
import { type Kernel, type KernelFactory, lanes, type StageContext, valueBytes, vectorBytes } from '../kernel.js';
import { emitInversePower } from '../math/inverse-power.js';

export const lrn: KernelFactory<'lrn'> = (norm) =>
  overRows(norm, 1, (context, [x], [squares]) => {
    const { f, outputs } = context;
    emitSquares(context, norm, { x, squares });
    const y = i32.add(outputs[0], i32.sub(x, context.inputs[0]));
    const to = f.local('i32', y);
    forEachChannelVector(f, norm.channels, (channel, vector) => {
      const d = f.local('v128', emitDenominator(context, norm, { squares, channel, vector }));
      const power = emitInversePower(context, d, norm.beta);
      const value = f32x4.mul(v128.load(i32.add(x, channel), vector.offset), power);
      f.storeLanes(i32.add(to, channel), f.local('v128', value), vector.count, vector.offset);
    });
  });

export const lrnGradient: KernelFactory<'lrn-gradient'> = (norm) =>
  overRows(norm, 2, (context, [x, y, dy], [squares, shares]) => {
    const { f, arithmetic, outputs } = context;
    const { channels, size, alpha, beta } = norm;
    emitSquares(context, norm, { x, squares });
    const start = i32.add(shares, paddingBytes(norm));
    forEachChannelVector(f, channels, (channel, vector) => {
      const [output, gradient] = [y, dy].map((row) => v128.load(i32.add(row, channel), vector.offset));
      const d = emitDenominator(context, norm, { squares, channel, vector });
      const share = f.local('v128', f32x4.div(f32x4.mul(gradient, output), d));
      f.storeLanes(i32.add(start, channel), share, vector.count, vector.offset);
    });
    const to = f.local('i32', i32.add(outputs[0], i32.sub(x, context.inputs[0])));
    forEachChannelVector(f, channels, (channel, vector) => {
      const [input, gradient] = [x, dy].map((row) => v128.load(i32.add(row, channel), vector.offset));
      const d = f.local('v128', emitDenominator(context, norm, { squares, channel, vector }));
      const sum = emitNeighbourSum(f, norm, { values: shares, channel, vector });
      const scaled = f32x4.mul(f32x4.mul(input, f32x4.constSplat((-2 * alpha * beta) / size)), sum);
      const result = arithmetic.madd(gradient, emitInversePower(context, d, beta), scaled);
      f.storeLanes(i32.add(to, channel), f.local('v128', result), vector.count, vector.offset);
    });
  });

function paddingBytes({ size }: ResponseNorm): number {
  return ((size - 1) / 2) * valueBytes;
}

/** A row with its padding, and as much more as a vector may reach over its end. */
function paddedBytes(norm: ResponseNorm): number {
  return Math.ceil((norm.channels * valueBytes + 2 * paddingBytes(norm)) / vectorBytes + 1) * vectorBytes;
}

/**
 * A unit is a row.
 * @param body gets where the inputs' rows begin, and as many padded rows of the scratch memory as asked for
 */
function overRows(
  norm: ResponseNorm,
  paddedRows: number,
  body: (context: StageContext, rows: readonly Local<'i32'>[], padded: readonly Local<'i32'>[]) => void,
): Kernel {
  const { rows, channels, size } = norm;
  const scratchBytes = paddedRows * paddedBytes(norm);
  return {
    scratchBytes,
    stages: [
      {
        units: rows,
        unitCost: Math.ceil(channels / lanes) * paddedRows * (2 * size + 20),
        emit(context) {
          const { f, first, end, scratch, inputs } = context;
          const at = f.local('i32');
          const stop = f.local('i32', i32.add(scratch, scratchBytes));
          f.for(at, { from: scratch, to: stop, step: vectorBytes }, () => f.storeV128(at, f32x4.constSplat(0)));
          const padded = Array.from({ length: paddedRows }, (_, index) =>
            f.local('i32', i32.add(scratch, index * paddedBytes(norm))),
          );
          const starts = inputs.map(() => f.local('i32'));
          const row = f.local('i32');
          f.for(row, { from: first, to: end }, () => {
            starts.forEach((start, index) => {
              f.set(start, i32.add(inputs[index], i32.mul(row, channels * valueBytes)));
            });
            body(context, starts, padded);
          });
        },
      },
    ],
  };
}

interface Squares {
  readonly x: Local<'i32'>;
  readonly squares: Local<'i32'>;
}

function emitSquares({ f }: StageContext, norm: ResponseNorm, { x, squares }: Squares): void {
  const start = i32.add(squares, paddingBytes(norm));
  forEachChannelVector(f, norm.channels, (channel, { offset, count }) => {
    const value = f.local('v128', v128.load(i32.add(x, channel), offset));
    f.storeLanes(i32.add(start, channel), f.local('v128', f32x4.mul(value, value)), count, offset);
  });
}

interface Neighbourhood {
  readonly channel: I32;
  readonly vector: ChannelVector;
}

function emitDenominator(
  { f, arithmetic }: StageContext,
  norm: ResponseNorm,
  { squares, ...at }: Neighbourhood & { readonly squares: Local<'i32'> },
): V128 {
  const sum = emitNeighbourSum(f, norm, { values: squares, ...at });
  return arithmetic.madd(sum, f32x4.constSplat(norm.alpha / norm.size), f32x4.constSplat(norm.k));
}

function emitNeighbourSum(
  f: FunctionBuilder,
  { size }: ResponseNorm,
  { values, channel, vector }: Neighbourhood & { readonly values: Local<'i32'> },
): V128 {
  const start = f.local('i32', i32.add(values, channel));
  const neighbours = Array.from({ length: size }, (_, index) => v128.load(start, vector.offset + index * valueBytes));
  return neighbours.reduce((sum, neighbour) => f32x4.add(sum, neighbour));
}

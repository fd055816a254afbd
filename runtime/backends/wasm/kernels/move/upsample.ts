// Upsampling by whole factors. A value of the larger image is a mean of up to two neighbours along each axis: bilinear
// as PyTorch's with align_corners=False, place o lies at (o + 1/2)/factor - 1/2, and not outside the first and last.
// The gradient gathers: input place q has from place o the weight max(0, 1 - |position of o - q|).
//
// A unit is a row of the result. Positions are relative to a whole number, so that they are exact in large images too.
import type { Upsampling } from '../../../../ir/index.js';
import { type F32, f32, f32x4, type I32, i32, type Local, v128 } from '../../emitter/index.js';
import { forEachChannelVector } from '../channel-loop.js';
import { type KernelFactory, lanes, type StageContext, valueBytes } from '../kernel.js';

type Axis = 0 | 1;

interface Neighbours {
  readonly first: Local<'i32'>;
  readonly second: Local<'i32'>;
  /** Of the second; that of the first is the rest to 1. */
  readonly weight: Local<'f32'>;
}

export const upsample: KernelFactory<'upsample'> = (upsampling) => {
  const { mode, input, output } = upsampling;
  const [batch, height, width, channels] = output;
  return {
    stages: [
      {
        units: batch * height,
        unitCost: width * (30 + 10 * Math.ceil(channels / lanes)),
        emit(context) {
          const { f, first, end, inputs, outputs, arithmetic } = context;
          const [row, column, to] = [f.local('i32'), f.local('i32'), f.local('i32')];
          f.for(row, { from: first, to: end }, () => {
            const rows = emitNeighbours(context, upsampling, { axis: 0, place: i32.remU(row, height) });
            const image = f.local('i32', i32.mul(i32.divU(row, height), input[1]));
            const rowBytes = input[2] * channels * valueBytes;
            const startOf = (y: I32) => f.local('i32', i32.add(inputs[0], i32.mul(i32.add(image, y), rowBytes)));
            const [upper, lower] = [startOf(rows.first), startOf(rows.second)];
            f.for(column, { to: width }, () => {
              f.set(to, i32.add(i32.mul(row, width), column));
              f.set(to, i32.add(outputs[0], i32.mul(to, channels * valueBytes)));
              const columns = emitNeighbours(context, upsampling, { axis: 1, place: column });
              const pixel = (start: I32, x: I32) => f.local('i32', i32.add(start, i32.mul(x, channels * valueBytes)));
              const weights = [rows, columns].map(({ weight }) => f.local('v128', f32x4.splat(weight)));
              const corners = [upper, lower].map((start) => [
                pixel(start, columns.first),
                pixel(start, columns.second),
              ]);
              forEachChannelVector(f, channels, (channel, { offset, count }) => {
                const load = (start: I32) => f.local('v128', v128.load(i32.add(start, channel), offset));
                const between = (a: Local<'v128'>, b: Local<'v128'>, weight: Local<'v128'>) =>
                  f.local('v128', arithmetic.madd(f32x4.sub(b, a), weight, a));
                const [top, bottom] = corners.map(([left, right]) =>
                  mode === 'nearest' ? load(left) : between(load(left), load(right), weights[1]),
                );
                const value = mode === 'nearest' ? top : between(top, bottom, weights[0]);
                f.storeLanes(i32.add(to, channel), value, count, offset);
              });
            });
          });
        },
      },
    ],
  };
};

/** The places of the smaller image that a place of the larger one lies between. */
function emitNeighbours(
  { f }: StageContext,
  { mode, factor, input }: Upsampling,
  { axis, place }: { readonly axis: Axis; readonly place: I32 },
): Neighbours {
  const last = input[axis + 1] - 1;
  const at = f.local('i32', place);
  const quotient = f.local('i32', i32.divU(at, factor[axis]));
  if (mode === 'nearest') return { first: quotient, second: quotient, weight: f.local('f32', f32.const(0)) };
  const position = f.local('f32', emitPosition(i32.remU(at, factor[axis]), factor[axis]));
  const isBefore = f.local('i32', f32.lt(position, f32.const(0)));
  const before = i32.and(isBefore, i32.ne(quotient, 0));
  const first = f.local('i32', i32.sub(quotient, before));
  const following = f.local('i32', i32.add(quotient, i32.eqz(isBefore)));
  const second = f.local('i32', i32.minU(following, last));
  const weight = f32.select(isBefore, f32.add(position, f32.const(1)), position);
  return { first, second, weight: f.local('f32', weight) };
}

/** (distance + 1/2)/factor - 1/2: the position, seen from place q, of the place `distance` after q*factor. */
function emitPosition(distance: I32, factor: number): F32 {
  return f32.sub(f32.div(f32.add(f32.fromI32S(distance), f32.const(0.5)), f32.const(factor)), f32.const(0.5));
}

export const upsampleGradient: KernelFactory<'upsample-gradient'> = (upsampling) => {
  const { factor, input, output } = upsampling;
  const [batch, height, width, channels] = input;
  const pixelBytes = channels * valueBytes;
  return {
    stages: [
      {
        units: batch * height,
        unitCost: width * factor[0] * factor[1] * (10 + 6 * Math.ceil(channels / lanes)),
        emit(context) {
          const { f, first, end, inputs, outputs, arithmetic } = context;
          const [row, column, to, from] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')];
          const zero = f.local('v128', f32x4.constSplat(0));
          f.for(row, { from: first, to: end }, () => {
            const y = f.local('i32', i32.remU(row, height));
            const image = f.local('i32', i32.mul(i32.divU(row, height), output[1]));
            f.for(column, { to: width }, () => {
              f.set(to, i32.add(outputs[0], i32.mul(i32.add(i32.mul(row, width), column), pixelBytes)));
              forEachChannelVector(f, channels, (channel, { offset, count }) => {
                f.storeLanes(i32.add(to, channel), zero, count, offset);
              });
              forEachWeighted(context, upsampling, { axis: 0, place: y }, (yPlace, yWeight) => {
                forEachWeighted(context, upsampling, { axis: 1, place: column }, (xPlace, xWeight) => {
                  const place = i32.add(i32.mul(i32.add(image, yPlace), output[2]), xPlace);
                  f.set(from, i32.add(inputs[0], i32.mul(place, pixelBytes)));
                  const weight = f.local('v128', f32x4.splat(f32.mul(yWeight, xWeight)));
                  forEachChannelVector(f, channels, (channel, { offset, count }) => {
                    const sum = f.local('i32', i32.add(to, channel));
                    const value = v128.load(i32.add(from, channel), offset);
                    const grown = arithmetic.madd(value, weight, v128.load(sum, offset));
                    f.storeLanes(sum, f.local('v128', grown), count, offset);
                  });
                });
              });
            });
          });
        },
      },
    ],
  };
};

/** Visits the places of the larger image that a place of the smaller one has a part in. */
function forEachWeighted(
  { f }: StageContext,
  { mode, factor, input, output }: Upsampling,
  { axis, place }: { readonly axis: Axis; readonly place: Local<'i32'> },
  visit: (outputPlace: Local<'i32'>, weight: Local<'f32'>) => void,
): void {
  const [step, last] = [factor[axis], input[axis + 1] - 1];
  const at = f.local('i32');
  const weight = f.local('f32', f32.const(1));
  const start = f.local('i32', i32.mul(place, step));
  if (mode === 'nearest') {
    f.for(at, { from: start, to: f.local('i32', i32.add(start, step)) }, () => visit(at, weight));
    return;
  }
  const from = f.local('i32', i32.select(i32.ltU(start, step), 0, f.local('i32', i32.sub(start, step))));
  const stop = f.local('i32', i32.add(start, 2 * step));
  f.for(at, { from, to: f.local('i32', i32.minU(stop, output[axis + 1])) }, () => {
    const position = emitPosition(i32.sub(at, start), step);
    const notBefore = f32.max(position, f32.neg(f32.fromI32S(place)));
    const limited = f32.min(notBefore, f32.fromI32S(i32.sub(last, place)));
    f.set(weight, f32.max(f32.const(0), f32.sub(f32.const(1), f32.abs(limited))));
    visit(at, weight);
  });
}

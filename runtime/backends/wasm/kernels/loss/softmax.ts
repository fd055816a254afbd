// Softmax over rows of channels: y = exp(x - max)/sum. Its gradient: dx = y*(dy - sum(y*dy)). The row's exponentials
// lie in y between the passes.

import type { I32 } from '../../emitter/index.js';
import { f32x4, i32, v128 } from '../../emitter/index.js';
import { forEachChannelVector, keepLanes } from '../channel-loop.js';
import { type Kernel, type KernelFactory, lanes, type StageContext, valueBytes } from '../kernel.js';
import { emitExpOfNegative } from '../math/exp.js';
import { emitLaneSum, emitLargestLane } from './across-lanes.js';

export const softmax: KernelFactory<'softmax'> = ({ rows, channels }) =>
  perRow({ rows, channels, cost: 30 }, (context, rowOffset) => {
    const { f, inputs, outputs } = context;
    const x = f.local('i32', i32.add(inputs[0], rowOffset));
    const y = f.local('i32', i32.add(outputs[0], rowOffset));
    const largest = f.local('v128', f32x4.constSplat(Number.NEGATIVE_INFINITY));
    forEachChannelVector(f, channels, (channel, { offset, count }) => {
      const value = v128.load(i32.add(x, channel), offset);
      f.set(largest, f32x4.pmax(largest, keepLanes(value, count, Number.NEGATIVE_INFINITY)));
    });
    f.set(largest, emitLargestLane(f, largest));
    const sum = f.local('v128', f32x4.constSplat(0));
    forEachChannelVector(f, channels, (channel, { offset, count }) => {
      const distance = f32x4.sub(v128.load(i32.add(x, channel), offset), largest);
      const exponential = f.local('v128', emitExpOfNegative(context, distance));
      f.set(sum, f32x4.add(sum, keepLanes(exponential, count)));
      f.storeLanes(i32.add(y, channel), exponential, count, offset);
    });
    f.set(sum, emitLaneSum(f, sum));
    forEachChannelVector(f, channels, (channel, { offset, count }) => {
      const at = f.local('i32', i32.add(y, channel));
      f.storeLanes(at, f.local('v128', f32x4.div(v128.load(at, offset), sum)), count, offset);
    });
  });

export const softmaxGradient: KernelFactory<'softmax-gradient'> = ({ rows, channels }) =>
  perRow({ rows, channels, cost: 10 }, ({ f, inputs, outputs, arithmetic }, rowOffset) => {
    const [y, dy, dx] = [...inputs, ...outputs].map((tensor) => f.local('i32', i32.add(tensor, rowOffset)));
    const sum = f.local('v128', f32x4.constSplat(0));
    forEachChannelVector(f, channels, (channel, { offset, count }) => {
      const [a, b] = [y, dy].map((row) => v128.load(i32.add(row, channel), offset));
      f.set(sum, arithmetic.madd(keepLanes(a, count), keepLanes(b, count), sum));
    });
    f.set(sum, emitLaneSum(f, sum));
    forEachChannelVector(f, channels, (channel, { offset, count }) => {
      const [a, b] = [y, dy].map((row) => v128.load(i32.add(row, channel), offset));
      const result = f.local('v128', f32x4.mul(a, f32x4.sub(b, sum)));
      f.storeLanes(i32.add(dx, channel), result, count, offset);
    });
  });

interface RowSizes {
  readonly rows: number;
  readonly channels: number;
  /** Vector instructions for four values, roughly. */
  readonly cost: number;
}

/** A unit is a row; the body gets the bytes before it. */
function perRow({ rows, channels, cost }: RowSizes, body: (context: StageContext, rowOffset: I32) => void): Kernel {
  return {
    stages: [
      {
        units: rows,
        unitCost: 10 + Math.ceil(channels / lanes) * cost,
        emit(context) {
          const { f, first, end } = context;
          const row = f.local('i32');
          f.for(row, { from: first, to: end }, () => {
            body(context, f.local('i32', i32.mul(row, channels * valueBytes)));
          });
        },
      },
    ],
  };
}

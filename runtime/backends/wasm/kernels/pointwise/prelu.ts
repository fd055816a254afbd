// Rectifier with a learned slope a channel of [rows, channels]: y = x above 0, else slopes[c]*x, and its gradients by x
// and by the slopes. What is not a number stays so.
import type { Epilogue } from '../../../../ir/index.js';
import { f32, f32x4, i32, type Local, type V128, v128 } from '../../emitter/index.js';
import { rowSumKernel } from '../columns/index.js';
import { elementwiseKernel, loadAt } from '../elementwise.js';
import { type Kernel, type KernelFactory, type StageContext, valueBytes } from '../kernel.js';
import { rowsKernel } from '../rows.js';

const zero = f32x4.constSplat(0);

interface ByChannel {
  readonly rows: number;
  readonly channels: number;
  readonly epilogue?: readonly Epilogue[];
  /** The tensors read at the result's place, and the input with a value for each channel. */
  readonly dense: readonly number[];
  readonly perChannel: number;
  compute(dense: readonly Local<'v128'>[], slope: V128): V128;
}

function byChannel({ rows, channels, epilogue, dense, perChannel, compute }: ByChannel): Kernel {
  const cost = 4 + 2 * dense.length;
  if (channels === 1) {
    return elementwiseKernel({
      ...{ size: rows, epilogue, cost },
      emit({ f, inputs }, place) {
        const values = dense.map((index) => f.local('v128', loadAt(inputs[index], place)));
        return compute(values, f32x4.splat(f32.load(inputs[perChannel])));
      },
    });
  }
  return rowsKernel({
    ...{ rows, channels, epilogue, cost },
    prepareRow({ f, inputs }: StageContext, row) {
      const start = f.local('i32', i32.mul(row, channels * valueBytes));
      const starts = dense.map((index) => f.local('i32', i32.add(inputs[index], start)));
      return (channel, { offset }) => {
        const load = (from: Local<'i32'>) => v128.load(i32.add(from, channel), offset);
        return compute(
          starts.map((from) => f.local('v128', load(from))),
          load(inputs[perChannel]),
        );
      };
    },
  });
}

export const prelu: KernelFactory<'prelu'> = ({ rows, channels, epilogue }) =>
  byChannel({
    ...{ rows, channels, epilogue, dense: [0], perChannel: 1 },
    compute: ([x], slope) => v128.bitselect(x, f32x4.mul(x, slope), f32x4.gt(x, zero)),
  });

export const preluInputGradient: KernelFactory<'prelu-input-gradient'> = ({ rows, channels, epilogue }) =>
  byChannel({
    ...{ rows, channels, epilogue, dense: [0, 1], perChannel: 2 },
    compute: ([x, dy], slope) => v128.bitselect(dy, f32x4.mul(dy, slope), f32x4.gt(x, zero)),
  });

export const preluSlopeGradient: KernelFactory<'prelu-slope-gradient'> = ({ rows, channels }) =>
  rowSumKernel({
    ...{ rows, channels, cost: 5 },
    add({ inputs: [x, dy], arithmetic }, sum, place) {
      const load = (tensor: Local<'i32'>) => v128.load(i32.add(tensor, place.offset), place.constantOffset);
      return arithmetic.madd(f32x4.pmin(load(x), zero), load(dy), sum);
    },
  });

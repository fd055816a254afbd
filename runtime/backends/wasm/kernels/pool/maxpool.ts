// Maximum pooling: y[p][c] = max over the taps of p's window in the image of x[tap][c], 0 where there is none; a NaN is
// the maximum, as in PyTorch. A vector of channels at a time; whole windows of up to 16 taps are written out.
//
// Variant: where all windows lie in the image no bounds are computed, LeNet-5's first pooling 100 -> 36 us.
import type { ComputationOf } from '../../../../ir/index.js';
import { f32x4, i32, v128 } from '../../emitter/index.js';
import { type Kernel, type KernelFactory, valueBytes } from '../kernel.js';
import { rowsKernel } from '../rows.js';
import { liesInside } from './average.js';
import { forTaps, tapRange, unrolledTaps } from './windows.js';

export const maxpool: KernelFactory<'maxpool'> = (computation) => {
  const { geometry } = computation;
  const [tapRows, tapColumns] = geometry.window.kernel;
  return liesInside(geometry) && tapRows * tapColumns <= unrolledTaps ? inside(computation) : atBorders(computation);
};

function inside({ geometry, epilogue }: ComputationOf<'maxpool'>): Kernel {
  const { window, input, output } = geometry;
  const [batch, height, width, channels] = output;
  const [tapRows, tapColumns] = window.kernel;
  const pixelBytes = channels * valueBytes;
  const rowBytes = input[2] * pixelBytes;
  const taps = Array.from(
    { length: tapRows * tapColumns },
    (_, tap) =>
      Math.floor(tap / tapColumns) * window.dilation[0] * rowBytes +
      (tap % tapColumns) * window.dilation[1] * pixelBytes,
  );
  return rowsKernel({
    ...{ rows: batch * height * width, channels, epilogue, cost: 4 * taps.length },
    prepareRow({ f, inputs }, row) {
      const above = f.local('i32', i32.divU(row, width));
      const image = f.local('i32', i32.divU(above, height));
      const y = i32.add(i32.mul(image, input[1]), i32.mul(i32.sub(above, i32.mul(image, height)), window.stride[0]));
      const column = i32.sub(row, i32.mul(above, width));
      const corner = i32.add(i32.mul(y, rowBytes), i32.mul(column, window.stride[1] * pixelBytes));
      const from = f.local('i32', i32.add(inputs[0], corner));
      return (channel, { offset }) => {
        const at = f.local('i32', i32.add(from, channel));
        const [first, ...others] = taps.map((tap) => f.local('v128', v128.load(at, tap + offset)));
        const most = f.local('v128', first);
        const isNan = f.local('v128', f32x4.ne(first, first));
        for (const value of others) {
          f.set(most, f32x4.pmax(most, value));
          f.set(isNan, v128.or(isNan, f32x4.ne(value, value)));
        }
        return v128.or(most, isNan);
      };
    },
  });
}

function atBorders({ geometry, epilogue }: ComputationOf<'maxpool'>): Kernel {
  const { window, input, output } = geometry;
  const [batch, height, width, channels] = output;
  const pixelBytes = channels * valueBytes;
  const imageBytes = input[1] * input[2] * pixelBytes;
  return rowsKernel({
    rows: batch * height * width,
    channels,
    epilogue,
    cost: 4 * window.kernel[0] * window.kernel[1],
    prepareRow({ f, inputs }, row) {
      const column = f.local('i32', i32.remU(row, width));
      const rowAbove = f.local('i32', i32.divU(row, width));
      const image = f.local('i32', i32.divU(rowAbove, height));
      const rows = tapRange(f, geometry, 0, i32.remU(rowAbove, height));
      const columns = tapRange(f, geometry, 1, column);
      const pixel = i32.add(i32.mul(rows.start, input[2]), columns.start);
      const origin = f.local('i32', i32.mul(pixel, pixelBytes));
      const base = f.local('i32', i32.add(inputs[0], i32.mul(image, imageBytes)));
      return (channel, { offset: vectorOffset }) => {
        const lowest = f32x4.constSplat(Number.NEGATIVE_INFINITY);
        const most = f.local('v128', lowest);
        const isNan = f.local('v128', f32x4.constSplat(0));
        const isEmpty = i32.or(i32.geU(rows.first, rows.end), i32.geU(columns.first, columns.end));
        f.if(
          isEmpty,
          () => f.set(most, f32x4.constSplat(0)),
          () => {
            const from = f.local('i32', i32.add(base, channel));
            forTaps(f, { geometry, rows, columns, origin, pixelBytes }, (offset, constant) => {
              const address = i32.add(from, i32.add(offset, constant));
              const value = f.local('v128', v128.load(address, vectorOffset));
              f.set(most, f32x4.pmax(most, value));
              f.set(isNan, v128.or(isNan, f32x4.ne(value, value)));
            });
          },
        );
        return v128.or(most, isNan);
      };
    },
  });
}

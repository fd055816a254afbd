// Products: y[n, p, c] = a[n, p, c]*b[n, p, c], or b[n, c] where it is spread over the places; and of a spread b
// db[n, c] = sum over p of a[n, p, c]*dy[n, p, c]. A unit of the latter is an image, sums are in registers.
import { f32x4, i32, v128 } from '../../emitter/index.js';
import { forChannels } from '../channel-loop.js';
import { elementwiseKernel, loadAt } from '../elementwise.js';
import { type KernelFactory, lanes, valueBytes } from '../kernel.js';
import { rowsKernel } from '../rows.js';

export const mul: KernelFactory<'mul'> = ({ batch, places, channels, spread, epilogue }) => {
  if (!spread) {
    return elementwiseKernel({
      ...{ size: batch * places * channels, epilogue, cost: 4 },
      emit: ({ inputs }, place) => f32x4.mul(loadAt(inputs[0], place), loadAt(inputs[1], place)),
    });
  }
  const rowBytes = channels * valueBytes;
  return rowsKernel({
    ...{ rows: batch * places, channels, epilogue, cost: 4 },
    prepareRow({ f, inputs }, row) {
      const a = f.local('i32', i32.add(inputs[0], i32.mul(row, rowBytes)));
      const b = f.local('i32', i32.add(inputs[1], i32.mul(i32.divU(row, places), rowBytes)));
      return (channel, { offset }) => {
        const [left, right] = [a, b].map((start) => v128.load(i32.add(start, channel), offset));
        return f32x4.mul(left, right);
      };
    },
  });
};

export const mulSpreadGradient: KernelFactory<'mul-spread-gradient'> = ({ batch, places, channels }) => {
  const rowBytes = channels * valueBytes;
  return {
    stages: [
      {
        units: batch,
        unitCost: places * Math.ceil(channels / lanes) * 4,
        emit({ f, first, end, inputs, outputs, arithmetic }) {
          const [n, at] = [f.local('i32'), f.local('i32')];
          f.for(n, { from: first, to: end }, () => {
            const start = f.local('i32', i32.mul(n, places * rowBytes));
            const stop = f.local('i32', i32.add(start, places * rowBytes));
            forChannels(f, channels, (channel, vectors) => {
              const sums = vectors.map(() => f.local('v128', f32x4.constSplat(0)));
              const [a, dy] = inputs.map((input) => f.local('i32', i32.add(input, channel)));
              f.for(at, { from: start, to: stop, step: rowBytes }, () => {
                vectors.forEach(({ offset }, index) => {
                  const [x, y] = [a, dy].map((input) => v128.load(i32.add(input, at), offset));
                  f.set(sums[index], arithmetic.madd(x, y, sums[index]));
                });
              });
              const to = f.local('i32', i32.add(i32.add(outputs[0], i32.mul(n, rowBytes)), channel));
              vectors.forEach(({ offset, count }, index) => {
                f.storeLanes(to, sums[index], count, offset);
              });
            });
          });
        },
      },
    ],
  };
};

// Average pooling: y[p][c] = sum over the taps of p's window in the image of x[tap][c], times 1/places. A unit is a row
// of the result; the sums of some vectors of channels are in registers while the taps go by.
import { f32x4, i32, v128 } from '../../emitter/index.js';
import { forChannels } from '../channel-loop.js';
import { emitEpilogue } from '../epilogue/emit-epilogue.js';
import { type KernelFactory, lanes, valueBytes } from '../kernel.js';
import { emitShare, liesInside } from './average.js';
import { forTaps, tapRange } from './windows.js';

export const avgpool: KernelFactory<'avgpool'> = ({ geometry, countPad, epilogue }) => {
  const { window, input, output } = geometry;
  const [batch, height, width, channels] = output;
  const pixelBytes = channels * valueBytes;
  const taps = window.kernel[0] * window.kernel[1];
  return {
    stages: [
      {
        units: batch * height,
        unitCost: width * (20 + Math.ceil(channels / lanes) * (taps * 3 + 6)),
        emit(context) {
          const { f, first, end, inputs, outputs } = context;
          const [row, column, image, offset] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')];
          f.for(row, { from: first, to: end }, () => {
            const rows = tapRange(f, geometry, 0, i32.remU(row, height));
            const imageBytes = input[1] * input[2] * pixelBytes;
            f.set(image, i32.add(inputs[0], i32.mul(i32.divU(row, height), imageBytes)));
            f.for(column, { to: width }, () => {
              const columns = tapRange(f, geometry, 1, column);
              const share = liesInside(geometry)
                ? f32x4.constSplat(1 / taps)
                : emitShare(f, { geometry, countPad, rows, columns });
              const pixel = i32.add(i32.mul(rows.start, input[2]), columns.start);
              const origin = f.local('i32', i32.mul(pixel, pixelBytes));
              forChannels(f, channels, (channel, vectors) => {
                const sums = vectors.map(() => f.local('v128', f32x4.constSplat(0)));
                const from = f.local('i32', i32.add(image, channel));
                forTaps(f, { geometry, rows, columns, origin, pixelBytes }, (tap, constant) => {
                  const at = f.local('i32', i32.add(i32.add(from, tap), constant));
                  vectors.forEach((vector, index) => {
                    f.set(sums[index], f32x4.add(sums[index], v128.load(at, vector.offset)));
                  });
                });
                f.set(offset, i32.mul(i32.add(i32.mul(row, width), column), pixelBytes));
                f.set(offset, i32.add(offset, channel));
                vectors.forEach((vector, index) => {
                  const place = { offset, constantOffset: vector.offset, channel, constantChannel: vector.offset };
                  const finished = emitEpilogue(context, epilogue, f32x4.mul(sums[index], share), place);
                  const value = f.local('v128', finished);
                  f.storeLanes(i32.add(outputs[0], offset), value, vector.count, vector.offset);
                });
              });
            });
          });
        },
      },
    ],
  };
};

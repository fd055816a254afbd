// Gradient of average pooling: dx[tap][c] = sum over the windows p with that tap of dy[p][c]/places.
//
// Variants: where windows tile the image each pixel has one window, and its value is stored at once. Else a unit is a
// row of dx, which the thread's scratch memory collects before the epilogue.
import type { ComputationOf } from '../../../../ir/index.js';
import { f32x4, i32, type Local, v128 } from '../../emitter/index.js';
import { forEachChannelVector } from '../channel-loop.js';
import { clearRows, storeRows } from '../collected-rows.js';
import { type Kernel, type KernelFactory, lanes, type StageContext, valueBytes, vectorBytes } from '../kernel.js';
import { rowsKernel } from '../rows.js';
import { emitShare, tilesImage } from './average.js';
import { tapRange } from './windows.js';

type Gradient = ComputationOf<'avgpool-gradient'>;

export const avgpoolGradient: KernelFactory<'avgpool-gradient'> = (computation) =>
  tilesImage(computation.geometry) ? tiled(computation) : gathered(computation);

function tiled({ geometry, epilogue }: Gradient): Kernel {
  const { window, input, output } = geometry;
  const [batch, height, width, channels] = input;
  const [tapRows, tapColumns] = window.kernel;
  return rowsKernel({
    ...{ rows: batch * height * width, channels, epilogue, cost: 3 },
    prepareRow({ f, inputs }, pixel) {
      // The images' rows lie one after the other, and so do the windows'.
      const windowRow = i32.divU(pixel, width * tapRows);
      const windowColumn = i32.divU(i32.remU(pixel, width), tapColumns);
      const at = i32.add(i32.mul(windowRow, output[2]), windowColumn);
      const dy = f.local('i32', i32.add(inputs[0], i32.mul(at, channels * valueBytes)));
      const share = f32x4.constSplat(1 / (tapRows * tapColumns));
      return (channel, { offset }) => f32x4.mul(v128.load(i32.add(dy, channel), offset), share);
    },
  });
}

function gathered(computation: Gradient): Kernel {
  const { geometry, epilogue } = computation;
  const { window, input, output } = geometry;
  const [batch, height, width, channels] = input;
  const pixelBytes = channels * valueBytes;
  const rowBytes = width * pixelBytes;
  const overlap = Math.ceil(window.kernel[0] / window.stride[0]) * Math.ceil(window.kernel[1] / window.stride[1]);
  return {
    scratchBytes: rowBytes + vectorBytes,
    stages: [
      {
        units: batch * height,
        unitCost: width * Math.ceil(channels / lanes) * (8 * overlap + 6),
        emit(context) {
          const { f, first, end, scratch } = context;
          const [row, tapRow] = [f.local('i32'), f.local('i32')];
          f.for(row, { from: first, to: end }, () => {
            clearRows(context, scratch, rowBytes);
            const image = f.local('i32', i32.mul(i32.divU(row, height), output[1]));
            const y = f.local('i32', i32.add(i32.remU(row, height), window.padding.top));
            f.for(tapRow, { to: window.kernel[0] }, () => {
              // Rows before the first window become large numbers, which no row of windows has.
              const distance = f.local('i32', i32.sub(y, i32.mul(tapRow, window.dilation[0])));
              const windowRow = f.local('i32', i32.divU(distance, window.stride[0]));
              const isTap = i32.eqz(i32.remU(distance, window.stride[0]));
              f.if(i32.and(isTap, i32.ltU(windowRow, output[1])), () => {
                addWindows(context, computation, { image, windowRow });
              });
            });
            const offset = f.local('i32', i32.mul(row, rowBytes));
            storeRows(context, { epilogue, channels, pixelBytes, from: scratch, offset, pixels: i32.const(width) });
          });
        },
      },
    ],
  };
}

interface WindowRow {
  /** The result's rows before those of the image. */
  readonly image: Local<'i32'>;
  readonly windowRow: Local<'i32'>;
}

/** Adds to a row what one row of windows gives to it. */
function addWindows(
  { f, inputs, scratch, arithmetic }: StageContext,
  { geometry, countPad }: Gradient,
  { image, windowRow }: WindowRow,
): void {
  const { window, input, output } = geometry;
  const pixelBytes = input[3] * valueBytes;
  const [column, tap] = [f.local('i32'), f.local('i32')];
  const rows = tapRange(f, geometry, 0, windowRow);
  const start = i32.mul(i32.add(image, windowRow), output[2] * pixelBytes);
  const dy = f.local('i32', i32.add(inputs[0], start));
  f.for(column, { to: output[2] }, () => {
    const columns = tapRange(f, geometry, 1, column);
    const share = emitShare(f, { geometry, countPad, rows, columns });
    f.for(tap, { from: columns.first, to: columns.end }, () => {
      const x = i32.add(columns.start, i32.mul(tap, window.dilation[1]));
      const to = f.local('i32', i32.add(scratch, i32.mul(x, pixelBytes)));
      forEachChannelVector(f, input[3], (channel, { offset, count }) => {
        const sum = f.local('i32', i32.add(to, channel));
        const value = v128.load(i32.add(dy, channel), offset);
        const grown = arithmetic.madd(value, share, v128.load(sum, offset));
        f.storeLanes(sum, f.local('v128', grown), count, offset);
      });
    });
    f.increase(dy, pixelBytes);
  });
}

// Gradient of maximum pooling: dx[tap][c] += dy[p][c] for the first tap in row order of p's window where x = y.
//
// A unit is a band of an image's rows: the thread's scratch memory collects what the windows that touch the band give
// to its rows and to those around it, then the band is stored with its epilogue. Windows that tile the image (a stride
// of the kernel's size, nothing left over) store at once.
import type { ComputationOf, WindowGeometry } from '../../../../ir/index.js';
import { f32x4, type I32, i32, type Local, v128 } from '../../emitter/index.js';
import { forEachChannelVector } from '../channel-loop.js';
import { clearRows, storeRows } from '../collected-rows.js';
import { emitEpilogue } from '../epilogue/emit-epilogue.js';
import { type Kernel, type KernelFactory, lanes, type StageContext, valueBytes, vectorBytes } from '../kernel.js';
import { forTaps, tapRange } from './windows.js';

type Gradient = ComputationOf<'maxpool-gradient'>;

export const maxpoolGradient: KernelFactory<'maxpool-gradient'> = (computation) =>
  tilesImage(computation.geometry) ? tiled(computation) : gathered(computation);

function tilesImage({ window, input, output }: WindowGeometry): boolean {
  const { kernel, stride, dilation, padding } = window;
  const alongAxis = ([0, 1] as const).every(
    (axis) =>
      kernel[axis] === stride[axis] &&
      (dilation[axis] === 1 || kernel[axis] === 1) &&
      output[1 + axis] * stride[axis] === input[1 + axis],
  );
  return alongAxis && Object.values(padding).every((side) => side === 0) && kernel[0] * kernel[1] <= 16;
}

/** Every value of dx belongs to one tap of one window. */
function tiled({ geometry, epilogue }: Gradient): Kernel {
  const { window, input, output } = geometry;
  const [batch, height, width, channels] = output;
  const pixelBytes = channels * valueBytes;
  const [tapRows, tapColumns] = window.kernel;
  const inputRowBytes = input[2] * pixelBytes;
  return {
    stages: [
      {
        units: batch * height,
        unitCost: width * Math.ceil(channels / lanes) * tapRows * tapColumns * (8 + 4 * (epilogue?.length ?? 0)),
        emit(context) {
          const { f, first, end, inputs, outputs } = context;
          const [x, y, dy] = inputs;
          const [row, column] = [f.local('i32'), f.local('i32')];
          const [from, offset] = [f.local('i32'), f.local('i32')];
          f.for(row, { from: first, to: end }, () => {
            f.for(column, { to: width }, () => {
              const pixel = f.local('i32', i32.mul(i32.add(i32.mul(row, width), column), pixelBytes));
              const corner = f.local(
                'i32',
                i32.add(i32.mul(row, tapRows * inputRowBytes), i32.mul(column, tapColumns * pixelBytes)),
              );
              forEachChannelVector(f, channels, (channel, vector) => {
                f.set(from, i32.add(pixel, channel));
                f.set(offset, i32.add(corner, channel));
                const most = f.local('v128', v128.load(i32.add(y, from), vector.offset));
                const gradient = f.local('v128', v128.load(i32.add(dy, from), vector.offset));
                for (let tap = 0; tap < tapRows * tapColumns; tap++) {
                  const tapOffset = Math.floor(tap / tapColumns) * inputRowBytes + (tap % tapColumns) * pixelBytes;
                  const constantOffset = tapOffset + vector.offset;
                  const value = v128.load(i32.add(x, offset), constantOffset);
                  const isMost = f.local('v128', f32x4.eq(value, most));
                  const place = { offset, constantOffset, channel, constantChannel: vector.offset };
                  const own = f.local('v128', v128.and(gradient, isMost));
                  // What one tap took is not there for the others.
                  f.set(gradient, v128.andNot(gradient, isMost));
                  const finished = f.local('v128', emitEpilogue(context, epilogue, own, place));
                  f.storeLanes(i32.add(outputs[0], offset), finished, vector.count, constantOffset);
                }
              });
            });
          });
        },
      },
    ],
  };
}

/** Scratch bytes of a band: it stays in the L2 cache. */
const bandBytes = 64 * 1024;

function gathered({ geometry, epilogue }: Gradient): Kernel {
  const { window, input, output } = geometry;
  const [batch, height, width, channels] = input;
  const pixelBytes = channels * valueBytes;
  const rowBytes = width * pixelBytes;
  /** Rows above and below a band that its windows reach. */
  const reach = (window.kernel[0] - 1) * window.dilation[0];
  const bandRows = Math.max(1, Math.min(height, Math.floor(bandBytes / rowBytes)));
  const bands = Math.ceil(height / bandRows);
  const scratchRows = bandRows + 2 * reach;
  const overlap = Math.ceil(window.kernel[0] / window.stride[0]) * Math.ceil(window.kernel[1] / window.stride[1]);
  return {
    scratchBytes: scratchRows * rowBytes + vectorBytes,
    stages: [
      {
        units: batch * bands,
        unitCost: bandRows * width * Math.ceil(channels / lanes) * (8 * overlap + 4),
        emit(context) {
          const { f, first, end } = context;
          const unit = f.local('i32');
          f.for(unit, { from: first, to: end }, () => {
            const image = f.local('i32', i32.divU(unit, bands));
            const top = f.local('i32', i32.mul(i32.remU(unit, bands), bandRows));
            const bottom = f.local('i32', i32.add(top, bandRows));
            f.set(bottom, i32.minU(bottom, height));
            clearRows(context, context.scratch, scratchRows * rowBytes);
            emitWindows(context, { image, top, bottom });
            storeRows(context, {
              ...{ epilogue, channels, pixelBytes },
              from: i32.add(context.scratch, reach * rowBytes),
              offset: i32.mul(i32.add(i32.mul(image, height), top), rowBytes),
              pixels: i32.mul(i32.sub(bottom, top), width),
            });
          });
        },
      },
    ],
  };

  interface BandAt {
    readonly image: Local<'i32'>;
    /** The band's first row, and the one after its last. */
    readonly top: Local<'i32'>;
    readonly bottom: Local<'i32'>;
  }

  function emitWindows(context: StageContext, { image, top, bottom }: BandAt): void {
    const { f, inputs, scratch } = context;
    const [x, y, dy] = inputs;
    const _stride = window.stride[0];
    const [firstWindow, lastWindow] = windowsOver(context, { top, bottom });
    const [row, column] = [f.local('i32'), f.local('i32')];
    const imageAt = f.local('i32', i32.add(x, i32.mul(image, height * rowBytes)));
    // Where row 0 of the image would lie in the scratch memory.
    const scratchAt = f.local('i32', i32.add(scratch, i32.mul(i32.sub(reach, top), rowBytes)));
    f.for(row, { from: firstWindow, to: lastWindow }, () => {
      const rows = tapRange(f, geometry, 0, row);
      f.for(column, { to: output[2] }, () => {
        const columns = tapRange(f, geometry, 1, column);
        const tapPixel = i32.add(i32.mul(rows.start, width), columns.start);
        const origin = f.local('i32', i32.mul(tapPixel, pixelBytes));
        const pixel = i32.add(i32.mul(i32.add(i32.mul(image, output[1]), row), output[2]), column);
        const at = f.local('i32', i32.mul(pixel, pixelBytes));
        const [source, target, from] = [f.local('i32'), f.local('i32'), f.local('i32')];
        forEachChannelVector(f, channels, (channel, vector) => {
          f.set(from, i32.add(at, channel));
          const most = f.local('v128', v128.load(i32.add(y, from), vector.offset));
          const gradient = f.local('v128', v128.load(i32.add(dy, from), vector.offset));
          forTaps(f, { geometry, rows, columns, origin, pixelBytes }, (offset, constant) => {
            f.set(source, i32.add(i32.add(imageAt, channel), offset));
            f.set(target, i32.add(i32.add(scratchAt, channel), offset));
            addToTap(context, {
              source,
              target,
              constant: constant + vector.offset,
              count: vector.count,
              most,
              gradient,
            });
          });
        });
      });
    });
  }

  interface TapAt {
    readonly source: Local<'i32'>;
    readonly target: Local<'i32'>;
    readonly constant: number;
    readonly count: number;
    readonly most: Local<'v128'>;
    readonly gradient: Local<'v128'>;
  }

  function addToTap({ f }: StageContext, { source, target, constant, count, most, gradient }: TapAt): void {
    const isMost = f.local('v128', f32x4.eq(v128.load(source, constant), most));
    const sum = f.local('v128', f32x4.add(v128.load(target, constant), v128.and(gradient, isMost)));
    f.storeLanes(target, sum, count, constant);
    f.set(gradient, v128.andNot(gradient, isMost));
  }

  /** Rows of windows of which a tap may lie in the band: the first, and the one after the last. */
  function windowsOver({ f }: StageContext, { top, bottom }: Pick<BandAt, 'top' | 'bottom'>): [I32, I32] {
    const stride = window.stride[0];
    const before = window.padding.top;
    const lowest = f.local('i32', i32.add(top, before - reach));
    const firstWindow = f.local(
      'i32',
      i32.select(i32.gtS(lowest, 0), i32.divU(i32.add(lowest, stride - 1), stride), 0),
    );
    const lastWindow = f.local('i32', i32.add(i32.divU(i32.add(bottom, before - 1), stride), 1));
    f.set(lastWindow, i32.minU(lastWindow, output[1]));
    return [firstWindow, lastWindow];
  }
}

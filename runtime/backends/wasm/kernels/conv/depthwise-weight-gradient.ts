// Gradient of a depthwise convolution's weights: dw[tap][c] = sum over pixels p of x[p*stride + tap][c] * dy[p][c].
//
// Layout: as in depthwise.ts, four channels are a vector and memory is read in order. A tile's dy are in registers, and
// for each tap row the sums of its taps, which come from and go to the part's sums: these stay in the cache. A part is
// some rows of results, in a number that hangs on the sizes alone; the parts are added in order at last.
import type { ComputationOf } from '../../../../ir/index.js';
import { f32x4, i32, type Local, v128 } from '../../emitter/index.js';
import { type Kernel, lanes, type StageContext, valueBytes, vectorBytes } from '../kernel.js';
import { addPartialSums } from '../product/add-partials.js';
import {
  emitTapRows,
  forEachTile,
  readsOf,
  type TapRows,
  type TilePlace,
  type TileRun,
  tileRuns,
} from './depthwise-tiles.js';
import { forwardWindow, type SlidingWindow } from './sliding.js';

const mostParts = 32;

/** Registers for a tile's dy and for sums; others hold the source's value and a product. */
const registers = 13;
const mostPixels = 5;
const fewestPixels = 3;

export function depthwiseWeightGradient({ geometry, groups }: ComputationOf<'conv-weight-gradient'>): Kernel {
  const window = forwardWindow({ kind: 'conv', geometry, groups });
  const { batch, pixels, taps, source } = window;
  const rows = batch * pixels[0];
  const partRows = Math.ceil(rows / Math.min(rows, mostParts));
  const parts = Math.ceil(rows / partRows);
  const values = taps[0] * taps[1] * source[2];
  const runs = tileRuns(window, Math.max(fewestPixels, Math.min(mostPixels, registers - taps[1])));

  function emit(context: StageContext): void {
    const { f, first, end, inputs, workspace } = context;
    const [part, at, stop] = [f.local('i32'), f.local('i32'), f.local('i32')];
    const [sums, image, row] = [f.local('i32'), f.local('i32'), f.local('i32')];
    const pixelBytes = source[2] * valueBytes;
    const [x, dy] = inputs;
    f.for(part, { from: first, to: end }, () => {
      f.set(sums, i32.add(workspace, i32.mul(part, values * valueBytes)));
      emitClear(context, sums, values);
      f.set(at, i32.mul(part, partRows));
      f.set(stop, i32.add(at, partRows));
      f.set(stop, i32.minU(stop, rows));
      f.for(at, { from: at, to: stop }, () => {
        f.set(image, i32.divU(at, pixels[0]));
        f.set(row, i32.remU(at, pixels[0]));
        const imageAt = i32.add(x, i32.mul(image, source[0] * source[1] * pixelBytes));
        const tapRows = emitTapRows(context, window, imageAt, row);
        const result = f.local('i32', i32.add(dy, i32.mul(at, pixels[1] * pixelBytes)));
        for (const run of runs) {
          forEachTile(context, { window, run, from: tapRows.from, result }, (place) =>
            emitTile(context, window, { ...place, run, tapRows, sums }),
          );
        }
      });
    });
  }

  return {
    stages: [
      {
        units: parts,
        unitCost: partRows * pixels[1] * Math.ceil(source[2] / lanes) * (2 * taps[0] * taps[1] + 2),
        emit,
      },
      addPartialSums({ count: parts, values }),
    ],
    workspaceBytes: parts * values * valueBytes,
  };
}

function emitClear({ f }: StageContext, address: Local<'i32'>, values: number): void {
  const at = f.local('i32', address);
  const whole = Math.floor(values / lanes) * vectorBytes;
  const stop = f.local('i32', i32.add(at, whole));
  f.for(at, { from: at, to: stop, step: vectorBytes }, () => f.storeV128(at, f32x4.constSplat(0)));
  if (values % lanes > 0) f.storeLanes(stop, f.local('v128', f32x4.constSplat(0)), values % lanes);
}

interface OwnPlace extends TilePlace {
  readonly run: TileRun;
  readonly tapRows: TapRows;
  /** The address of the part's sums. */
  readonly sums: Local<'i32'>;
}

function emitTile(context: StageContext, window: SlidingWindow, at: OwnPlace): void {
  const { f, arithmetic } = context;
  const { taps, source, dilation } = window;
  const { run, tapRows, left, skipped, channel, start, existing } = at;
  const reads = readsOf(window, run);
  if (reads.length === 0) return;
  const pixelBytes = source[2] * valueBytes;
  const ownGradients = f.local('i32', i32.add(start, channel));
  const dy = Array.from({ length: run.size }, (_, pixel) =>
    f.local('v128', v128.load(ownGradients, pixel * pixelBytes)),
  );
  const from = f.local('i32', i32.add(left, channel));
  const tapRowBytes = taps[1] * pixelBytes;
  const target = f.local('i32', i32.add(i32.add(at.sums, channel), i32.mul(tapRows.first, tapRowBytes)));
  // Two sums a tap where they fit, since each must wait for its last addition.
  const sets = run.size + 2 * taps[1] <= registers ? 2 : 1;
  const row = f.local('i32');
  f.for(row, { from: tapRows.first, to: tapRows.end }, () => {
    const sums = Array.from({ length: taps[1] }, (_, tap) => [f.local('v128', v128.load(target, tap * pixelBytes))]);
    if (sets === 2) for (const own of sums) own.push(f.local('v128', f32x4.constSplat(0)));
    for (const { column, uses } of reads) {
      const value = f.local('v128', v128.load(from, column * pixelBytes + skipped));
      for (const { pixel, tap } of uses) {
        const sum = sums[tap][pixel % sets];
        f.set(sum, arithmetic.madd(value, dy[pixel], sum));
      }
    }
    sums.forEach(([sum, ...others], tap) => {
      for (const other of others) f.set(sum, f32x4.add(sum, other));
      f.storeLanes(target, sum, existing, tap * pixelBytes);
    });
    f.increase(from, dilation[0] * source[1] * pixelBytes);
    f.increase(target, tapRowBytes);
  });
}

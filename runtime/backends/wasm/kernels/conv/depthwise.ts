// Depthwise convolution and its input gradient: result[p][c] = sum over taps of source[p + tap][c] * weights[tap][c].
//
// Layout: four channels are a vector; all vectors of a tile's pixels are done before the next tile, so that memory is
// read in order, and nothing is packed. For each tap row its weights are in registers beside the sums of a tile of
// neighbouring pixels, and a source column is loaded once for all pixels that see it. Tap rows outside the image are
// skipped; tiles at its left and right side have code without the taps that lie beside it.
import { type Epilogue, epilogueInputs, type WindowGeometry } from '../../../../ir/index.js';
import { f32x4, i32, type Local, v128 } from '../../emitter/index.js';
import { emitEpilogue } from '../epilogue/emit-epilogue.js';
import { type KernelStage, lanes, type StageContext, valueBytes } from '../kernel.js';
import {
  emitTapRows,
  forEachTile,
  readsOf,
  type TapRows,
  type TilePlace,
  type TileRun,
  tileRuns,
} from './depthwise-tiles.js';
import type { SlidingWindow } from './sliding.js';

export interface DepthwiseOptions {
  readonly window: SlidingWindow;
  /** Of the computation; the window may read a part of its kernel. */
  readonly geometry: WindowGeometry;
  readonly epilogue: readonly Epilogue[] | undefined;
}

/** Registers for a row of weights and a tile's sums; others hold the source's value and a product. */
const registers = 13;
const mostPixels = 5;
const fewestPixels = 4;

export function depthwiseStage(options: DepthwiseOptions): KernelStage {
  const { window } = options;
  const { batch, source, pixels, taps } = window;
  const channels = source[2];
  const runs = tileRuns(window, Math.max(fewestPixels, Math.min(mostPixels, registers - taps[1])));
  return {
    units: batch * pixels[0],
    unitCost: pixels[1] * Math.ceil(channels / lanes) * (1.6 * taps[0] * taps[1] + 6),
    emit(context) {
      const { f, first, end, inputs } = context;
      const [unit, image, row] = [f.local('i32'), f.local('i32'), f.local('i32')];
      const imageBytes = source[0] * source[1] * channels * valueBytes;
      f.for(unit, { from: first, to: end }, () => {
        f.set(image, i32.divU(unit, pixels[0]));
        f.set(row, i32.remU(unit, pixels[0]));
        const tapRows = emitTapRows(context, window, i32.add(inputs[0], i32.mul(image, imageBytes)), row);
        const result = f.local('i32', resultOffset(window, image, row));
        for (const run of runs) {
          forEachTile(context, { window, run, from: tapRows.from, result }, (place) =>
            emitTile(context, options, { ...place, run, tapRows }),
          );
        }
      });
    },
  };
}

/** Bytes from the result's first value to the first pixel of a row that the window computes. */
function resultOffset({ result, resultStep, resultOffset: at }: SlidingWindow, image: Local<'i32'>, row: Local<'i32'>) {
  const resultRow = i32.add(i32.mul(row, resultStep[0]), at[0]);
  const pixel = i32.add(i32.mul(i32.add(i32.mul(image, result[0]), resultRow), result[1]), at[1]);
  return i32.mul(pixel, result[2] * valueBytes);
}

interface OwnPlace extends TilePlace {
  readonly run: TileRun;
  readonly tapRows: TapRows;
}

function emitTile(context: StageContext, options: DepthwiseOptions, at: OwnPlace): void {
  const { f, inputs, outputs } = context;
  const { window, epilogue } = options;
  const { channel, start, existing, run } = at;
  const pixelBytes = window.source[2] * valueBytes;
  const bias =
    inputs.length - epilogueInputs(epilogue) > 2 ? f.local('v128', v128.load(i32.add(inputs[2], channel))) : undefined;
  const sums = Array.from({ length: run.size }, () => f.local('v128'));
  for (const sum of sums) f.set(sum, bias ?? f32x4.constSplat(0));
  emitTaps(context, options, at, sums);
  const offset = f.local('i32', i32.add(start, channel));
  sums.forEach((sum, pixel) => {
    const constantOffset = pixel * window.resultStep[1] * pixelBytes;
    const place = { offset, constantOffset, channel };
    const result = epilogue?.length ? f.local('v128', emitEpilogue(context, epilogue, sum, place)) : sum;
    f.storeLanes(i32.add(outputs[0], offset), result, existing, constantOffset);
  });
}

/** Adds the products of all taps that lie in the image. */
function emitTaps(
  context: StageContext,
  { window, geometry }: DepthwiseOptions,
  { run, tapRows, left, skipped, channel }: OwnPlace,
  sums: readonly Local<'v128'>[],
): void {
  const { f, inputs, arithmetic } = context;
  const { taps, source, dilation, kernelTaps } = window;
  const reads = readsOf(window, run);
  if (reads.length === 0 || taps[0] === 0) return;
  const pixelBytes = source[2] * valueBytes;
  const [rowOrder, columnOrder] = kernelTaps;
  const kernelRowBytes = geometry.window.kernel[1] * pixelBytes;
  const kernelRow = i32.add(rowOrder.first, i32.mul(tapRows.first, rowOrder.step));
  const weights = f.local('i32', i32.add(i32.add(inputs[1], channel), i32.mul(kernelRow, kernelRowBytes)));
  const from = f.local('i32', i32.add(left, channel));
  const weightAt = (tap: number) => v128.load(weights, (columnOrder.first + tap * columnOrder.step) * pixelBytes);
  const isInRegisters = taps[1] + run.size <= registers;
  const row = f.local('i32');
  f.for(row, { from: tapRows.first, to: tapRows.end }, () => {
    const ofRow = Array.from({ length: isInRegisters ? taps[1] : 0 }, (_, tap) => f.local('v128', weightAt(tap)));
    for (const { column, uses } of reads) {
      const value = f.local('v128', v128.load(from, column * pixelBytes + skipped));
      for (const { pixel, tap } of uses) {
        f.set(sums[pixel], arithmetic.madd(value, ofRow[tap] ?? weightAt(tap), sums[pixel]));
      }
    }
    f.increase(from, dilation[0] * source[1] * pixelBytes);
    f.increase(weights, rowOrder.step * kernelRowBytes);
  });
}

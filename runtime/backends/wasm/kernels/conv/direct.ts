// Direct convolution: result[p][f] = sum over taps and channels of source[p + tap][c] * weights[tap][c][f].
//
// Layout: the weights of eight filters are packed as [k][8] with k = (tap row, tap column, channel). A band of source
// rows is copied with its zero halo into the thread's scratch memory, unless nothing is missing. A row of taps is then
// one contiguous run of the source, so that the inner loop is the micro-kernel alone (product/tile.ts), and a tile is
// up to six neighbouring pixels of eight filters: 96 fused products for 8 loads.
import { type Epilogue, epilogueInputs } from '../../../../ir/index.js';
import { type I32, i32, type Local, v128 } from '../../emitter/index.js';
import { emitEpilogue } from '../epilogue/emit-epilogue.js';
import { type KernelStage, type StageContext, valueBytes, vectorBytes } from '../kernel.js';
import {
  clearTile,
  createTile,
  emitRun,
  forPanels,
  lanesOf,
  packedStep,
  panelsOf,
  splitRows,
  type Tile,
  vectorsOf,
} from '../product/tile.js';
import { bandOf, emitBandSource } from './band.js';
import type { SlidingWindow } from './sliding.js';

export interface DirectOptions {
  readonly window: SlidingWindow;
  readonly epilogue: readonly Epilogue[] | undefined;
  /** Inputs of the computation with a bias; it is the last of them. */
  readonly inputsWithBias: number;
  readonly tileRows: number;
}

/** Values of a sum, and the packed weights of all filters. */
export function packedSizes({ source, result, taps, groups }: SlidingWindow) {
  const sum = taps[0] * taps[1] * (source[2] / groups);
  const panels = panelsOf(result[2] / groups);
  return { sum, panels, panelBytes: sum * packedStep, bytes: groups * panels.count * sum * packedStep };
}

/** Convolves with the weights that a stage before packed into the workspace. */
export function directStage({ window, epilogue, inputsWithBias, tileRows }: DirectOptions): KernelStage {
  const band = bandOf(window);
  const { sum, panels, panelBytes } = packedSizes(window);
  const { batch, source, result, pixels, stride, groups } = window;
  const pixelBytes = source[2] * valueBytes;
  const rowBytes = band.columns * pixelBytes;
  const resultPixelBytes = result[2] * valueBytes;
  const epilogueCost = (epilogue?.length ?? 0) * 4;
  const vectorsOfPixel = Math.ceil(result[2] / 4);

  return {
    units: batch * band.count,
    unitCost: band.rows * pixels[1] * vectorsOfPixel * (sum + epilogueCost + 2),
    emit(context) {
      const { f, first, end, workspace, inputs, outputs } = context;
      const bias = ownInputs(context, epilogue) === inputsWithBias ? inputs[inputsWithBias - 1] : undefined;
      const unit = f.local('i32');
      f.for(unit, { from: first, to: end }, () => {
        const { image, row, rows, base } = emitBandSource(context, window, band, unit);
        const group = f.local('i32');
        const emitGroup = () =>
          forPanels(context, panels, (panel, columns) => {
            const weights = f.local(
              'i32',
              i32.add(workspace, i32.mul(i32.add(i32.mul(group, panels.count), panel), panelBytes)),
            );
            const channel = f.local(
              'i32',
              i32.add(i32.mul(group, (result[2] / groups) * valueBytes), i32.mul(panel, packedStep)),
            );
            const y = f.local('i32');
            f.for(y, { to: rows }, () => {
              const left = f.local(
                'i32',
                i32.add(
                  i32.add(base, i32.mul(y, stride[0] * rowBytes)),
                  i32.mul(group, (source[2] / groups) * valueBytes),
                ),
              );
              const resultRow = i32.add(i32.mul(i32.add(row, y), window.resultStep[0]), window.resultOffset[0]);
              const resultPixel = i32.add(
                i32.mul(i32.add(i32.mul(image, result[0]), resultRow), result[1]),
                window.resultOffset[1],
              );
              const offset = f.local('i32', i32.add(i32.mul(resultPixel, resultPixelBytes), channel));
              const parts = splitRows(pixels[1], tileRows);
              for (const { count, rows: tileRowsNow } of [parts.larger, parts.smaller]) {
                if (count === 0) continue;
                const x = f.local('i32');
                f.for(x, { to: count }, () => {
                  emitTile({ left, offset, weights, channel, columns, tileRows: tileRowsNow });
                  f.increase(left, tileRowsNow * stride[1] * pixelBytes);
                  f.increase(offset, tileRowsNow * window.resultStep[1] * resultPixelBytes);
                });
              }
            });
          });
        if (groups === 1) emitGroup();
        else f.for(group, { to: groups }, emitGroup);
      });

      interface TileAt {
        readonly left: Local<'i32'>;
        readonly offset: Local<'i32'>;
        readonly weights: Local<'i32'>;
        readonly channel: Local<'i32'>;
        readonly columns: number;
        readonly tileRows: number;
      }

      function emitTile({ left, offset, weights, channel, columns, tileRows: rowsOfTile }: TileAt): void {
        const tile = createTile(context, { rows: rowsOfTile, vectors: vectorsOf(columns) });
        if (bias) {
          tile[0].forEach((_, vector) => {
            const value = f.local('v128', v128.load(i32.add(bias, channel), vector * vectorBytes));
            for (const sums of tile) f.set(sums[vector], value);
          });
        } else clearTile(context, tile);
        if (sum > 0) emitTaps(context, window, { rowBytes, left, weights, tile });
        tile.forEach((sums, index) => {
          sums.forEach((value, vector) => {
            const constantOffset = index * window.resultStep[1] * resultPixelBytes + vector * vectorBytes;
            const place = { offset, constantOffset, channel, constantChannel: vector * vectorBytes };
            const finished = epilogue ? f.local('v128', emitEpilogue(context, epilogue, value, place)) : value;
            f.storeLanes(i32.add(outputs[0], offset), finished, lanesOf(columns, vector), constantOffset);
          });
        });
      }
    },
  };
}

function ownInputs({ inputs }: StageContext, epilogue: readonly Epilogue[] | undefined): number {
  return inputs.length - epilogueInputs(epilogue);
}

interface TapsAt {
  readonly rowBytes: number;
  readonly left: Local<'i32'>;
  readonly weights: Local<'i32'>;
  readonly tile: Tile;
}

/** All products of a tile: a run for each row of taps, or for each tap where neighbours are not contiguous. */
function emitTaps(context: StageContext, window: SlidingWindow, { rowBytes, left, weights, tile }: TapsAt): void {
  const { f } = context;
  const { source, taps, stride, dilation, groups } = window;
  const depth = source[2] / groups;
  const pixelBytes = source[2] * valueBytes;
  const isContiguous = groups === 1 && (dilation[1] === 1 || taps[1] === 1);
  const runLength = isContiguous ? taps[1] * depth : depth;
  const right = f.local('i32', weights);
  const from = f.local('i32');
  const emitOne = (start: I32) => {
    f.set(from, start);
    emitRun(context, tile, {
      left: from,
      leftRowBytes: stride[1] * pixelBytes,
      leftStep: valueBytes,
      right,
      rightStep: packedStep,
      count: i32.const(runLength),
    });
  };
  const rowStart = f.local('i32', left);
  const emitRow = () => {
    if (isContiguous || taps[1] === 1) {
      emitOne(rowStart);
      return;
    }
    const column = f.local('i32');
    f.for(column, { to: taps[1] }, () => emitOne(i32.add(rowStart, i32.mul(column, dilation[1] * pixelBytes))));
  };
  if (taps[0] === 1) {
    emitRow();
    return;
  }
  const tapRow = f.local('i32');
  f.for(tapRow, { to: taps[0] }, () => {
    emitRow();
    f.increase(rowStart, dilation[0] * rowBytes);
  });
}

// Winograd's convolution F(m x m, r x r), m + r = 7: result tile = A^T [sum over c of U_c . (B^T d_c B)] A, with 36
// products for m*m results instead of r*r*m*m.
//
// Layout: the transformed weights U [36][panel][c][8] lie in the workspace; for a block of some 32 tiles the source
// V [36][tile][c] and the products M [36][tile][f] lie in the thread's scratch memory, so that all of it stays in the
// L2 cache. The products of each of the 36 frequencies are one matrix product by the micro-kernel (product/tile.ts).
// Variants: 4x4 results for 3x3 windows, 2x2 for 5x5 (3x3 for 4x4, 5x5 for 2x2). Errors are some five times those of
// direct sums.
import { type Epilogue, epilogueInputs } from '../../../../../ir/index.js';
import { f32x4, type I32, i32, type Local, v128 } from '../../../emitter/index.js';
import { emitEpilogue } from '../../epilogue/emit-epilogue.js';
import { type KernelStage, lanes, type StageContext, valueBytes, vectorBytes } from '../../kernel.js';
import {
  clearTile,
  createTile,
  emitRun,
  forPanels,
  packedStep,
  splitRows,
  storeTile,
  vectorsOf,
} from '../../product/tile.js';
import type { SlidingWindow } from '../sliding.js';
import { frequencies, frequencyStride, rowBytesOf, tilingOf, weightSizes } from './tiling.js';
import { emitTransformedTiles, type TiledTensor, transformedSizes } from './transform-tiles.js';
import { emitTransform2d, points, resultTransform, sourceTransform } from './transforms.js';

export interface WinogradOptions {
  readonly window: SlidingWindow;
  readonly epilogue: readonly Epilogue[] | undefined;
  /** Inputs of the computation with a bias; it is the last of them. */
  readonly inputsWithBias: number;
  /** Rows of a tile of products. */
  readonly tileRows: number;
}

/** Scratch memory of a block: the copied rows of the source, then V, then M. */
function blockMemory(window: SlidingWindow) {
  const { source, result, origin, taps } = window;
  const tiling = tilingOf(window);
  const tiled: TiledTensor = {
    ...{ tiling, image: source, origin, halo: taps[0] - 1, transform: sourceTransform, channels: source[2] },
  };
  const transformed = transformedSizes(tiled);
  const rowBytes = rowBytesOf(result[2]);
  const stride = frequencyStride(tiling.tilesOfBlock * rowBytes);
  const products = { offset: transformed.halo.bytes + transformed.bytes, rowBytes, stride };
  return { tiling, tiled, transformed, products, bytes: products.offset + frequencies * stride };
}

export function winogradScratchBytes(window: SlidingWindow): number {
  return blockMemory(window).bytes;
}

/** Convolves with the weights that a stage before transformed into the workspace. */
export function winogradStage({ window, epilogue, inputsWithBias, tileRows }: WinogradOptions): KernelStage {
  const { source, result } = window;
  const { tiling, tiled, transformed, products } = blockMemory(window);
  const { rowsOfBlock, tilesOfBlock } = tiling;
  const weights = weightSizes(window);
  const pixelBytes = result[2] * valueBytes;
  const vectors = Math.ceil(result[2] / lanes);
  const ofTile = frequencies * source[2] * vectors + 300 * (Math.ceil(source[2] / lanes) + vectors);

  return {
    units: tiling.blocks,
    unitCost: tilesOfBlock * ofTile,
    emit(context) {
      const { f, first, end, scratch, inputs } = context;
      const hasBias = inputs.length - epilogueInputs(epilogue) === inputsWithBias;
      const bias = hasBias ? inputs[inputsWithBias - 1] : undefined;
      const [block, firstRow, rows] = [f.local('i32'), f.local('i32'), f.local('i32')];
      const [source, sums] = [transformed.halo.bytes, products.offset].map((offset) =>
        f.local('i32', i32.add(scratch, offset)),
      );
      f.for(block, { from: first, to: end }, () => {
        f.set(firstRow, i32.mul(block, rowsOfBlock));
        f.set(rows, i32.sub(tiling.tileRows, firstRow));
        f.set(rows, i32.minU(rows, rowsOfBlock));
        const tensor = { tensor: inputs[0], channel: i32.const(0) };
        emitTransformedTiles(context, tiled, { ...tensor, firstRow, rows, copy: scratch, to: source });
        emitProducts(context, source, sums);
        emitResults(context, { firstRow, rows, sums, bias });
      });
    },
  };

  /** M = V U for every frequency; tiles of the last block that do not exist are computed too, and mean nothing. */
  function emitProducts(context: StageContext, source: Local<'i32'>, sums: Local<'i32'>): void {
    const { f, workspace } = context;
    const [frequency, left, right, row] = [0, 1, 2, 3].map(() => f.local('i32'));
    const panelAt = f.local('i32', workspace);
    const [sourceAt, sumsAt, sumAt] = [f.local('i32', source), f.local('i32', sums), f.local('i32')];
    f.for(frequency, { to: frequencies }, () => {
      forPanels(context, weights.panels, (panel, columns) => {
        const from = f.local('i32', i32.add(panelAt, i32.mul(panel, weights.panelBytes)));
        const tileAt = f.local('i32', sourceAt);
        f.set(sumAt, i32.add(sumsAt, i32.mul(panel, packedStep)));
        const parts = splitRows(tilesOfBlock, tileRows);
        for (const part of [parts.larger, parts.smaller]) {
          if (part.count === 0) continue;
          f.for(row, { to: part.count }, () => {
            const tile = createTile(context, { rows: part.rows, vectors: vectorsOf(columns) });
            clearTile(context, tile);
            f.set(left, tileAt);
            f.set(right, from);
            emitRun(context, tile, {
              ...{ left, leftRowBytes: transformed.rowBytes, leftStep: valueBytes },
              ...{ right, rightStep: packedStep, count: i32.const(window.source[2]) },
            });
            storeTile(context, tile, {
              ...{ address: sumAt, rowBytes: products.rowBytes, columns: vectorsOf(columns) * lanes },
            });
            f.increase(tileAt, part.rows * transformed.rowBytes);
            f.increase(sumAt, part.rows * products.rowBytes);
          });
        }
      });
      f.increase(panelAt, weights.stride);
      f.increase(sourceAt, transformed.stride);
      f.increase(sumsAt, products.stride);
    });
  }

  interface ResultsAt {
    readonly firstRow: Local<'i32'>;
    readonly rows: Local<'i32'>;
    readonly sums: Local<'i32'>;
    readonly bias: I32 | undefined;
  }

  /** Turns the block's products into results, and stores those that are in the image. */
  function emitResults(context: StageContext, { firstRow, rows, sums, bias }: ResultsAt): void {
    const { f } = context;
    const { results, across, down } = tiling;
    const [index, tile, row, channel] = [0, 1, 2, 3].map(() => f.local('i32'));
    const [y, x, pixel, offset] = [0, 1, 2, 3].map(() => f.local('i32'));
    const from = f.local('i32', sums);
    f.for(index, { to: rows }, () => {
      f.set(row, i32.add(firstRow, index));
      f.set(y, i32.mul(i32.remU(row, down), results));
      f.set(x, i32.const(0));
      const firstPixel = i32.mul(i32.add(i32.mul(i32.divU(row, down), result[0]), y), result[1]);
      f.set(pixel, i32.mul(firstPixel, pixelBytes));
      f.for(tile, { to: across }, () => {
        f.set(offset, pixel);
        const whole = Math.floor(result[2] / lanes);
        if (whole > 0) f.for(channel, { to: whole * vectorBytes, step: vectorBytes }, () => emitVector(lanes));
        if (result[2] % lanes > 0) {
          f.set(channel, i32.const(whole * vectorBytes));
          emitVector(result[2] % lanes);
        }
        f.increase(x, results);
        f.increase(pixel, results * pixelBytes);
      });
    });

    /** The results of a tile for the channels of a vector. */
    function emitVector(count: number): void {
      emitTransform2d(context, {
        transform: resultTransform(results),
        read: (i, j) => v128.load(from, (i * points + j) * products.stride),
        write(i, j, value) {
          const emitStore = () => emitResult(value, (i * result[1] + j) * pixelBytes, count);
          const inRow = () => ifInside(x, j, result[1], emitStore);
          ifInside(y, i, result[0], inRow);
        },
      });
      f.increase(from, vectorBytes);
      f.increase(offset, count * valueBytes);
    }

    /** Tests only where a tile can hang over the edge. */
    function ifInside(at: Local<'i32'>, place: number, size: number, then: () => void): void {
      const always = size % results === 0 || place < size % results;
      if (always) then();
      else f.if(i32.ltU(at, size - place), then);
    }

    function emitResult(value: Local<'v128'>, constantOffset: number, count: number): void {
      const sum = bias ? f.local('v128', f32x4.add(value, v128.load(i32.add(bias, channel)))) : value;
      const place = { offset, constantOffset, channel };
      const finished = epilogue ? f.local('v128', emitEpilogue(context, epilogue, sum, place)) : sum;
      f.storeLanes(i32.add(context.outputs[0], offset), finished, count, constantOffset);
    }
  }
}

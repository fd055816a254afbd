// Gradient of a convolution's weights by Winograd: dw = G^T [sum over tiles of (B^T d B) . (A dy A^T)] G, with 36
// products for a tile instead of r*r*m*m.
//
// Layout: for a block of some 32 tiles the source V [36][tile][c] and the gradient Z [36][tile][f] lie in scratch
// memory; their products are added to sums S [segment][36][c][f] in the workspace. Segments of blocks have sums of
// their own, in a fixed number whatever the threads; the last stage adds them in order and transforms them. Wide layers
// are cut into parts of channels and of filters, so that the sums of a unit stay in the L2 cache.
import { f32x4, i32, type Local, v128 } from '../../../emitter/index.js';
import type { Arithmetic } from '../../arithmetic.js';
import { type Kernel, type KernelStage, lanes, type StageContext, valueBytes, vectorBytes } from '../../kernel.js';
import {
  clearTile,
  createTile,
  emitRun,
  forPanels,
  loadTile,
  packedStep,
  panelsOf,
  splitRows,
  storeTile,
  vectorsOf,
} from '../../product/tile.js';
import type { SlidingWindow } from '../sliding.js';
import { frequencies, frequencyStride, rowBytesOf, tilingOf } from './tiling.js';
import { emitTransformedTiles, type TiledTensor, transformedSizes } from './transform-tiles.js';
import { emitTransform2d, gradientTransform, points, sourceTransform, weightGradientTransform } from './transforms.js';

/** Channels of a part at most, where they can be cut evenly. */
const partChannels = 64;

/** Units for a few threads, and bytes that all sums take at most. */
const wantedUnits = 8;
const sumBytes = 4 * 1024 * 1024;

/** Channels of a part: all, or whole vectors of eight. */
function partOf(channels: number): number {
  const parts = Math.ceil(channels / partChannels);
  const part = channels / parts;
  return part % packedColumns === 0 ? part : channels;
}
const packedColumns = packedStep / valueBytes;

function sizesOf(window: SlidingWindow) {
  const { source, result, origin, taps } = window;
  const tiling = tilingOf(window);
  const [depth, filters] = [partOf(source[2]), partOf(result[2])];
  const ofSource: TiledTensor = {
    ...{ tiling, image: source, origin, halo: taps[0] - 1, transform: sourceTransform, channels: depth },
  };
  const transform = gradientTransform(tiling.results);
  const ofGradient: TiledTensor = { tiling, image: result, origin: [0, 0], halo: 0, transform, channels: filters };
  const [left, right] = [transformedSizes(ofSource), transformedSizes(ofGradient)];
  const copyBytes = Math.max(left.halo.bytes, right.halo.bytes);

  const rowBytes = rowBytesOf(result[2]);
  const stride = frequencyStride(source[2] * rowBytes);
  const segmentBytes = frequencies * stride;
  const [depthParts, filterParts] = [source[2] / depth, result[2] / filters];
  const parts = depthParts * filterParts;
  const wanted = Math.max(1, Math.min(Math.ceil(wantedUnits / parts), Math.floor(sumBytes / segmentBytes)));
  const blocksOfSegment = Math.ceil(tiling.blocks / Math.min(tiling.blocks, wanted));
  const segments = Math.ceil(tiling.blocks / blocksOfSegment);
  return {
    ...{ tiling, depth, filters, depthParts, filterParts, parts, segments, blocksOfSegment },
    source: { tiled: ofSource, ...left, offset: copyBytes },
    gradient: { tiled: ofGradient, ...right, offset: copyBytes + left.bytes },
    sums: { rowBytes, stride, segmentBytes },
    scratchBytes: copyBytes + left.bytes + right.bytes,
  };
}

export function winogradWeightGradient(window: SlidingWindow, { tileRows }: Arithmetic): Kernel {
  const sizes = sizesOf(window);
  return {
    stages: [sumStage(sizes, tileRows), transformStage(window, sizes)],
    scratchBytes: sizes.scratchBytes,
    workspaceBytes: sizes.segments * sizes.sums.segmentBytes,
  };
}

type Sizes = ReturnType<typeof sizesOf>;

function sumStage(sizes: Sizes, tileRows: number): KernelStage {
  const { tiling, depth, filters, parts, filterParts, segments, blocksOfSegment, sums } = sizes;
  const { rowsOfBlock, across } = tiling;
  const vectors = Math.ceil(filters / lanes);
  const ofTile = frequencies * depth * vectors + 300 * (Math.ceil(depth / lanes) + vectors);

  return {
    units: segments * parts,
    unitCost: blocksOfSegment * tiling.tilesOfBlock * ofTile,
    emit(context) {
      const { f, first, end, scratch, workspace, inputs } = context;
      const [unit, part, segment, firstRow, rows] = [0, 1, 2, 3, 4].map(() => f.local('i32'));
      const [block, start, stop] = [0, 1, 2].map(() => f.local('i32'));
      const [channel, filter, target] = [0, 1, 2].map(() => f.local('i32'));
      const [left, right] = [sizes.source.offset, sizes.gradient.offset].map((offset) =>
        f.local('i32', i32.add(scratch, offset)),
      );
      f.for(unit, { from: first, to: end }, () => {
        f.set(segment, i32.divU(unit, parts));
        f.set(part, i32.remU(unit, parts));
        f.set(channel, i32.mul(i32.divU(part, filterParts), depth * valueBytes));
        f.set(filter, i32.mul(i32.remU(part, filterParts), filters * valueBytes));
        const rowsBefore = i32.mul(i32.divU(part, filterParts), depth * sums.rowBytes);
        f.set(target, i32.add(workspace, i32.mul(segment, sums.segmentBytes)));
        f.set(target, i32.add(i32.add(target, rowsBefore), filter));
        f.set(start, i32.mul(segment, blocksOfSegment));
        f.set(stop, i32.add(start, blocksOfSegment));
        f.set(stop, i32.minU(stop, tiling.blocks));
        f.for(block, { from: start, to: stop }, () => {
          f.set(firstRow, i32.mul(block, rowsOfBlock));
          f.set(rows, i32.sub(tiling.tileRows, firstRow));
          f.set(rows, i32.minU(rows, rowsOfBlock));
          const at = { firstRow, rows, copy: scratch };
          emitTransformedTiles(context, sizes.source.tiled, { ...at, tensor: inputs[0], channel, to: left });
          emitTransformedTiles(context, sizes.gradient.tiled, { ...at, tensor: inputs[1], channel: filter, to: right });
          const isFirst = f.local('i32', i32.eq(block, start));
          emitSums(context, { left, right, target, isFirst, tiles: f.local('i32', i32.mul(rows, across)) });
        });
      });
    },
  };

  interface SumsAt {
    readonly left: Local<'i32'>;
    readonly right: Local<'i32'>;
    readonly target: Local<'i32'>;
    readonly isFirst: Local<'i32'>;
    readonly tiles: Local<'i32'>;
  }

  /** S += V^T Z for every frequency, over the block's tiles. */
  function emitSums(context: StageContext, at: SumsAt): void {
    const { f } = context;
    const [frequency, row, from, rightAt] = [0, 1, 2, 3].map(() => f.local('i32'));
    const [left, right, target] = [f.local('i32', at.left), f.local('i32', at.right), f.local('i32', at.target)];
    f.for(frequency, { to: frequencies }, () => {
      forPanels(context, panelsOf(filters), (panel, columns) => {
        const channel = f.local('i32', left);
        const panelAt = f.local('i32', i32.mul(panel, packedStep));
        const sum = f.local('i32', i32.add(target, panelAt));
        const parts = splitRows(depth, tileRows);
        for (const split of [parts.larger, parts.smaller]) {
          if (split.count === 0) continue;
          f.for(row, { to: split.count }, () => {
            const tile = createTile(context, { rows: split.rows, vectors: vectorsOf(columns) });
            f.if(
              at.isFirst,
              () => clearTile(context, tile),
              () => loadTile(context, tile, sum, sums.rowBytes),
            );
            f.set(from, channel);
            f.set(rightAt, i32.add(right, panelAt));
            emitRun(context, tile, {
              ...{ left: from, leftRowBytes: valueBytes, leftStep: sizes.source.rowBytes },
              ...{ right: rightAt, rightStep: sizes.gradient.rowBytes, count: at.tiles },
            });
            storeTile(context, tile, {
              ...{ address: sum, rowBytes: sums.rowBytes, columns: vectorsOf(columns) * lanes },
            });
            f.increase(channel, split.rows * valueBytes);
            f.increase(sum, split.rows * sums.rowBytes);
          });
        }
      });
      f.increase(left, sizes.source.stride);
      f.increase(right, sizes.gradient.stride);
      f.increase(target, sums.stride);
    });
  }
}

/** Adds the segments' sums of a channel into those of the first, and turns these into the gradient of its weights. */
function transformStage({ source, result, taps }: SlidingWindow, { segments, sums }: Sizes): KernelStage {
  const vectors = Math.ceil(result[2] / lanes);
  const filterBytes = result[2] * valueBytes;
  return {
    units: source[2],
    unitCost: vectors * (frequencies * 2 * segments + 150),
    emit(context) {
      const { f, first, end, workspace, outputs } = context;
      const [channel, offset, from] = [f.local('i32'), f.local('i32'), f.local('i32')];
      f.for(channel, { from: first, to: end }, () => {
        const row = f.local('i32', i32.add(workspace, i32.mul(channel, sums.rowBytes)));
        const target = f.local('i32', i32.add(outputs[0], i32.mul(channel, filterBytes)));
        const whole = Math.floor(result[2] / lanes);
        if (whole > 0) f.for(offset, { to: whole * vectorBytes, step: vectorBytes }, () => emitVector(lanes));
        if (result[2] % lanes > 0) {
          f.set(offset, i32.const(whole * vectorBytes));
          emitVector(result[2] % lanes);
        }

        function emitVector(count: number): void {
          f.set(from, i32.add(row, offset));
          if (segments > 1) emitAdd();
          emitTransform2d(context, {
            transform: weightGradientTransform(taps[0]),
            read: (i, j) => v128.load(from, (i * points + j) * sums.stride),
            write: (i, j, value) =>
              f.storeLanes(i32.add(target, offset), value, count, (i * taps[1] + j) * source[2] * filterBytes),
          });
        }
      });

      function emitAdd(): void {
        const [frequency, at] = [f.local('i32'), f.local('i32', from)];
        f.for(frequency, { to: frequencies }, () => {
          const sum = f.local('v128', v128.load(at));
          for (let segment = 1; segment < segments; segment++) {
            f.set(sum, f32x4.add(sum, v128.load(at, segment * sums.segmentBytes)));
          }
          f.storeV128(at, sum);
          f.increase(at, sums.stride);
        });
      }
    },
  };
}

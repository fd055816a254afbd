// Gradients behind a 2x2 maximum pooling: in a channel at most one of the four pixels of a cell is not 0. Whether that
// is so is seen as they are made compact, and each image stops at its first cell that is not: dense gradients cost
// nothing, and the dense kernel takes them.
//
// Layout, in the workspace: values [image][cell][channel], offsets of the same shape, and for each image whether it is
// sparse. An offset is in bytes: that of the cell, and that of the pixel of the four that has the value.
import type { Extents, WindowGeometry } from '../../../../ir/index.js';
import { f32x4, type I32, i32, i32x4, type Local, v128 } from '../../emitter/index.js';
import { forEachChannelVector, keepLanes } from '../channel-loop.js';
import { type KernelStage, lanes, type StageContext, valueBytes, vectorBytes } from '../kernel.js';

export interface Cells {
  readonly images: number;
  /** Cells, not pixels. */
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
}

/** Undefined where a cell would reach over the image. */
export function cellsOf([images, height, width, channels]: Extents): Cells | undefined {
  if (height % 2 > 0 || width % 2 > 0) return undefined;
  return { images, rows: height / 2, columns: width / 2, channels };
}

/**
 * Whether a convolution is faster on sparse gradients: measured 1.8 to 2.3 times as fast as the direct form, less than
 * Winograd's, and with single taps the compacting takes too much of it.
 */
export function gains({ window, input }: WindowGeometry): boolean {
  const isSquareOf3 = window.kernel.every((taps) => taps === 3);
  return window.kernel[0] * window.kernel[1] >= 6 && !(isSquareOf3 && input[3] >= 16);
}

/** Where everything lies, in bytes from the workspace's start. */
export interface CompactLayout {
  readonly values: number;
  /** After `values`; `offsets - values` is the distance from a value to its offset. */
  readonly offsets: number;
  readonly flags: number;
  readonly end: number;
}

export function layOutCompact({ images, rows, columns, channels }: Cells, start: number): CompactLayout {
  const bytes = images * rows * columns * channels * valueBytes + vectorBytes;
  const values = Math.ceil(start / vectorBytes) * vectorBytes;
  return { values, offsets: values + bytes, flags: values + 2 * bytes, end: values + 2 * bytes + images * valueBytes };
}

/** Bytes that an offset is made of. */
export interface OffsetSteps {
  /** Images of a segment: in the next one the offsets of images start from 0 again. */
  readonly imagesOfSegment: number;
  readonly image: number;
  readonly cellRow: number;
  readonly cellColumn: number;
  /** Of the four pixels in row order. */
  readonly pixels: readonly [number, number, number, number];
}

export interface Compacting {
  readonly cells: Cells;
  readonly layout: CompactLayout;
  readonly steps: OffsetSteps;
  /** The place of the gradient among the inputs. */
  readonly input: number;
}

/** A unit is an image. */
export function compactStage({ cells, layout, steps, input }: Compacting): KernelStage {
  const { rows, columns, channels } = cells;
  const pixelBytes = channels * valueBytes;
  const rowBytes = 2 * columns * pixelBytes;
  const pixelOffsets = [0, pixelBytes, rowBytes, rowBytes + pixelBytes];
  return {
    units: cells.images,
    unitCost: rows * columns * Math.ceil(channels / lanes) * 30,
    emit({ f, first, end, workspace, inputs }) {
      const [image, row, column] = [f.local('i32'), f.local('i32'), f.local('i32')];
      const [from, to, offset, imageOffset] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')];
      const overlap = f.local('v128');
      f.for(image, { from: first, to: end }, () => {
        f.set(overlap, f32x4.constSplat(0));
        f.set(from, i32.add(inputs[input], i32.mul(image, 2 * rows * rowBytes)));
        f.set(to, i32.add(i32.add(workspace, layout.values), i32.mul(image, rows * columns * pixelBytes)));
        f.set(imageOffset, i32.mul(i32.remU(image, steps.imagesOfSegment), steps.image));
        f.for(row, { to: rows }, () => {
          f.if(i32.eqz(v128.anyTrue(overlap)), () => {
            f.set(offset, i32.add(imageOffset, i32.mul(row, steps.cellRow)));
            f.for(column, { to: columns }, () => {
              const base = f.local('v128', i32x4.splat(i32.add(offset, steps.pixels[0])));
              forEachChannelVector(f, channels, (channel, vector) => {
                const pixels = pixelOffsets.map((at) =>
                  f.local('v128', v128.load(i32.add(from, channel), at + vector.offset)),
                );
                // What is not a number is a value, of whose neighbours there are some as a rule.
                const masks = pixels.map((pixel) => f.local('v128', f32x4.ne(pixel, f32x4.constSplat(0))));
                const [a, b, c, d] = masks;
                const upper = f.local('v128', v128.or(a, b));
                const lower = f.local('v128', v128.or(c, d));
                const twice = v128.or(v128.or(v128.and(a, b), v128.and(c, d)), v128.and(upper, lower));
                f.set(overlap, v128.or(overlap, keepLanes(twice, vector.count)));
                const values = pixels.map((pixel, index) => v128.and(pixel, masks[index]));
                const value = f.local(
                  'v128',
                  values.reduce((sum, each) => v128.or(sum, each)),
                );
                const place = steps.pixels
                  .slice(1)
                  .map((pixel, index) => v128.and(masks[index + 1], i32x4.constSplat(pixel - steps.pixels[0])))
                  .reduce((sum, each) => v128.or(sum, each));
                const target = f.local('i32', i32.add(to, channel));
                f.storeLanes(target, value, vector.count, vector.offset);
                const offsets = f.local('v128', i32x4.add(base, place));
                f.storeLanes(target, offsets, vector.count, vector.offset + layout.offsets - layout.values);
              });
              f.increase(from, 2 * pixelBytes);
              f.increase(to, pixelBytes);
              f.increase(offset, steps.cellColumn);
            });
            // The second row of the cells was read with the first.
            f.increase(from, rowBytes);
          });
        });
        const isSparse = i32.eqz(v128.anyTrue(overlap));
        f.storeI32(i32.add(workspace, i32.mul(image, valueBytes)), isSparse, layout.flags);
      });
    },
  };
}

/** Whether the gradient of every image is sparse. */
function emitIsSparse({ f, workspace }: StageContext, cells: Cells, layout: CompactLayout): Local<'i32'> {
  const isSparse = f.local('i32', i32.const(1));
  const image = f.local('i32');
  f.for(image, { to: cells.images * valueBytes, step: valueBytes }, () => {
    f.set(isSparse, i32.and(isSparse, i32.load(i32.add(workspace, image), layout.flags)));
  });
  return isSparse;
}

/** The stage that does its work where the gradient is sparse, or only where it is not. */
export function stageIf(
  isWanted: 'sparse' | 'dense',
  stage: KernelStage,
  { cells, layout }: Pick<Compacting, 'cells' | 'layout'>,
): KernelStage {
  return {
    ...stage,
    emit(context) {
      const isSparse = emitIsSparse(context, cells, layout);
      const condition: I32 = isWanted === 'sparse' ? isSparse : i32.eqz(isSparse);
      context.f.if(condition, () => stage.emit(context));
    },
  };
}

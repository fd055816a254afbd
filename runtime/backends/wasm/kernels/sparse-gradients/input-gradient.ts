// Gradient of a convolution's input from a sparse dy (compact.ts): the pixels under a cell's windows get
//   dx[row][column, c] += sum over f of value[cell][f] * weights[row - value's row][column - value's column][c][f].
//
// Layout: weights are packed as [f][tap row][tap column, c] with zeros all around, so that where in the cell a value is
// only moves the place that its weights are read from. A row under the cell, (tap columns + 1)*c values, is summed in
// registers over the filters, then added to the image in scratch memory, which is stored with the epilogue at last.
import { type ComputationOf, epilogueInputs } from '../../../../ir/index.js';
import { i32, type Local, v128 } from '../../emitter/index.js';
import { clearRows, storeRows } from '../collected-rows.js';
import { type Kernel, type KernelStage, lanes, type StageContext, valueBytes, vectorBytes } from '../kernel.js';
import { cellsOf, compactStage, gains, layOutCompact, stageIf } from './compact.js';

/** Vectors summed at a time: with the value and an operand they fill the registers. */
const mostSums = 12;
const mostScratch = 256 * 1024;

/** The kernel that takes sparse gradients by itself and leaves the others to `dense`. */
export function orSparseInputGradient(
  { geometry, groups, epilogue }: ComputationOf<'conv-input-gradient'>,
  dense: Kernel,
): Kernel {
  const { window, input, output } = geometry;
  const { kernel, stride, dilation, padding } = window;
  const cells = cellsOf(output);
  const [batch, height, width, channels] = input;
  const [tapRows, tapColumns] = kernel;
  const filters = output[3];
  const vectors = Math.ceil(((tapColumns + 1) * channels) / lanes);
  const isUnit = [...stride, ...dilation].every((step) => step === 1);
  if (!cells || groups !== 1 || !isUnit || vectors > mostSums || !gains(geometry)) return dense;

  const pixelBytes = channels * valueBytes;
  const columns = Math.max(output[2] + tapColumns - 1, padding.left + width);
  const rows = Math.max(output[1] + tapRows - 1, padding.top + height);
  const rowBytes = columns * pixelBytes;
  const imageBytes = rows * rowBytes;
  if (imageBytes > mostScratch) return dense;

  /** A packed row: a pixel of zeros, the taps, and zeros up to what is read from the second pixel on. */
  const packedRow = Math.ceil((channels + vectors * lanes) / lanes) * vectorBytes;
  const packedFilter = (tapRows + 2) * packedRow;
  const packed = Math.ceil((dense.workspaceBytes ?? 0) / vectorBytes) * vectorBytes;
  const layout = layOutCompact(cells, packed + filters * packedFilter);

  const pack: KernelStage = {
    units: filters,
    unitCost: tapRows * tapColumns * channels * 4,
    emit(context) {
      const { f, first, end, workspace, inputs } = context;
      const [filter, row, from, to] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')];
      f.for(filter, { from: first, to: end }, () => {
        f.set(to, i32.add(i32.add(workspace, packed), i32.mul(filter, packedFilter)));
        clearRows(context, to, packedFilter);
        f.set(from, i32.add(inputs[1], i32.mul(filter, valueBytes)));
        f.set(to, i32.add(to, packedRow + pixelBytes));
        f.for(row, { to: tapRows }, () => {
          for (let value = 0; value < tapColumns * channels; value++) {
            f.storeI32(to, i32.load(from, value * filters * valueBytes), value * valueBytes);
          }
          f.increase(from, tapColumns * channels * filters * valueBytes);
          f.increase(to, packedRow);
        });
      });
    },
  };

  const scatter: KernelStage = {
    units: batch,
    unitCost: cells.rows * cells.columns * filters * (tapRows + 1) * (vectors * 2 + 3),
    emit(context) {
      const { f, first, end, scratch, workspace } = context;
      const [image, row] = [f.local('i32'), f.local('i32')];
      f.for(image, { from: first, to: end }, () => {
        clearRows(context, scratch, imageBytes);
        const cellBytes = cells.rows * cells.columns * filters * valueBytes;
        const values = f.local('i32', i32.add(i32.add(workspace, layout.values), i32.mul(image, cellBytes)));
        const target = f.local('i32', scratch);
        const weights = f.local('i32', i32.add(workspace, packed));
        f.for(row, { to: tapRows + 1 }, () => {
          emitRowUnderCells(context, { values, target, weights });
          f.increase(target, rowBytes);
          f.increase(weights, packedRow);
        });
        storeImage(context, image);
      });
    },
  };

  interface RowUnderCells {
    /** The image's first value. */
    readonly values: Local<'i32'>;
    /** The row under the first cell. */
    readonly target: Local<'i32'>;
    /** The packed row of the first filter for a value in the cell's second row. */
    readonly weights: Local<'i32'>;
  }

  function emitRowUnderCells({ f, arithmetic }: StageContext, at: RowUnderCells): void {
    const [cellRow, cellColumn] = [f.local('i32'), f.local('i32')];
    const value = f.local('i32', at.values);
    const [stop, from] = [f.local('i32'), f.local('i32')];
    f.for(cellRow, { to: cells?.rows ?? 0 }, () => {
      const to = f.local('i32', i32.add(at.target, i32.mul(cellRow, 2 * rowBytes)));
      f.for(cellColumn, { to: cells?.columns ?? 0 }, () => {
        const sums = Array.from({ length: vectors }, (_, vector) =>
          f.local('v128', v128.load(to, vector * vectorBytes)),
        );
        f.set(stop, i32.add(value, filters * valueBytes));
        f.set(from, at.weights);
        f.doWhile(
          () => i32.ne(value, stop),
          () => {
            const splat = f.local('v128', v128.load32Splat(value));
            const weights = f.local('i32', i32.add(from, i32.load(value, layout.offsets - layout.values)));
            sums.forEach((sum, vector) => {
              f.set(sum, arithmetic.madd(v128.load(weights, vector * vectorBytes), splat, sum));
            });
            f.increase(value, valueBytes);
            f.increase(from, packedFilter);
          },
        );
        sums.forEach((sum, vector) => {
          f.storeV128(to, sum, vector * vectorBytes);
        });
        f.increase(to, 2 * pixelBytes);
      });
    });
  }

  function storeImage(context: StageContext, image: Local<'i32'>): void {
    const { f, scratch, inputs } = context;
    const bias = inputs.length - epilogueInputs(epilogue) === 3 ? inputs[2] : undefined;
    const row = f.local('i32');
    f.for(row, { to: height }, () => {
      const corner = padding.top * rowBytes + padding.left * pixelBytes;
      const from = i32.add(i32.add(scratch, i32.mul(row, rowBytes)), corner);
      const offset = i32.mul(i32.add(i32.mul(image, height), row), width * pixelBytes);
      storeRows(context, { epilogue, channels, pixelBytes, from, offset, pixels: i32.const(width), bias });
    });
  }

  const steps = {
    imagesOfSegment: 1,
    ...{ image: 0, cellRow: 0, cellColumn: 0 },
    pixels: [packedRow + pixelBytes, packedRow, pixelBytes, 0],
  } as const;
  const parts = { cells, layout };
  return {
    stages: [
      compactStage({ ...parts, steps, input: 0 }),
      stageIf('sparse', pack, parts),
      stageIf('sparse', scatter, parts),
      ...dense.stages.map((stage) => stageIf('dense', stage, parts)),
    ],
    scratchBytes: Math.max(dense.scratchBytes ?? 0, imageBytes + 2 * vectorBytes),
    workspaceBytes: layout.end,
  };
}

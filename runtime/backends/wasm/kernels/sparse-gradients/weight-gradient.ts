// Gradient of a convolution's weights from a sparse dy (compact.ts):
//   dw[tap row][tap column, c][f] = sum over cells of value[cell][f] * x[pixel of the value + tap row][tap column, c].
//
// Layout: for a filter, a tap row's (tap column, c) are one run of x, whose products with a value are summed in
// registers over the cells of a segment of images. Segments have sums of their own, in a fixed number whatever the
// threads, which a last stage adds in order. Images with padding are copied with their halo into scratch memory first.
import type { ComputationOf } from '../../../../ir/index.js';
import { f32, f32x4, type I32, i32, type Local, v128 } from '../../emitter/index.js';
import { clearRows } from '../collected-rows.js';
import { type Kernel, type KernelStage, lanes, type StageContext, valueBytes, vectorBytes } from '../kernel.js';
import { emitCopy } from '../move/runs.js';
import { cellsOf, compactStage, gains, layOutCompact, stageIf } from './compact.js';

/** Vectors summed at a time: with the value and an operand they fill the registers. */
const mostSums = 12;
/** Segments for a few threads, and scratch bytes of one at most. */
const wantedSegments = 8;
const mostScratch = 256 * 1024;

/** The kernel that takes sparse gradients by itself and leaves the others to `dense`. */
export function orSparseWeightGradient(
  { geometry, groups }: ComputationOf<'conv-weight-gradient'>,
  dense: Kernel,
): Kernel {
  const { window, input, output } = geometry;
  const { kernel, stride, dilation, padding } = window;
  const cells = cellsOf(output);
  const [batch, height, width, channels] = input;
  const [tapRows, tapColumns] = kernel;
  const filters = output[3];
  const vectors = Math.ceil((tapColumns * channels) / lanes);
  const isUnit = [...stride, ...dilation].every((step) => step === 1);
  if (!cells || groups !== 1 || !isUnit || vectors > mostSums || !gains(geometry)) return dense;

  const pixelBytes = channels * valueBytes;
  const isCopied = Object.values(padding).some((side) => side !== 0);
  const columns = isCopied ? output[2] + tapColumns - 1 : width;
  const rows = isCopied ? output[1] + tapRows - 1 : height;
  const rowBytes = columns * pixelBytes;
  const imageBytes = rows * rowBytes;
  if (isCopied && imageBytes > mostScratch) return dense;
  const fitting = isCopied ? Math.floor(mostScratch / imageBytes) : batch;
  const imagesOfSegment = Math.min(fitting, Math.ceil(batch / wantedSegments));
  const segments = Math.ceil(batch / imagesOfSegment);

  const rowSums = vectors * vectorBytes;
  const filterSums = tapRows * rowSums;
  const segmentBytes = filters * filterSums;
  const layout = layOutCompact(cells, Math.max(dense.workspaceBytes ?? 0, segments * segmentBytes));
  const cellsOfImage = cells.rows * cells.columns;

  const sums: KernelStage = {
    units: segments,
    unitCost: imagesOfSegment * cellsOfImage * filters * tapRows * (vectors * 2 + 2),
    emit(context) {
      const { f, first, end, workspace, scratch, inputs } = context;
      const segment = f.local('i32');
      f.for(segment, { from: first, to: end }, () => {
        const image = f.local('i32', i32.mul(segment, imagesOfSegment));
        const stop = f.local('i32', i32.add(image, imagesOfSegment));
        f.set(stop, i32.minU(stop, batch));
        const given = i32.add(inputs[0], i32.mul(image, height * width * pixelBytes));
        const source = f.local('i32', isCopied ? scratch : given);
        if (isCopied) copyWithHalo(context, image, stop);
        const cell = (index: I32) => i32.mul(index, cellsOfImage * filters * valueBytes);
        const from = f.local('i32', i32.add(i32.add(workspace, layout.values), cell(image)));
        const to = f.local('i32', i32.add(i32.add(workspace, layout.values), cell(stop)));
        const target = f.local('i32', i32.add(workspace, i32.mul(segment, segmentBytes)));
        const filter = f.local('i32');
        f.for(filter, { to: filters }, () => emitFilter(context, { source, from, to, target }));
      });
    },
  };

  interface FilterAt {
    readonly source: Local<'i32'>;
    /** The segment's first value of the filter; moved to the next filter's. */
    readonly from: Local<'i32'>;
    /** The first value after the segment's. */
    readonly to: Local<'i32'>;
    /** The filter's sums; moved to the next filter's. */
    readonly target: Local<'i32'>;
  }

  function emitFilter(context: StageContext, { source, from, to, target }: FilterAt): void {
    const { f } = context;
    const most = Math.max(1, Math.floor(mostSums / vectors));
    const start = f.local('i32', source);
    const emitRows = (count: number) => {
      emitTapRows(context, { source: start, from, to, target }, count);
      f.increase(start, count * rowBytes);
      f.increase(target, count * rowSums);
    };
    const whole = Math.floor(tapRows / most);
    if (whole > 0) {
      const part = f.local('i32');
      f.for(part, { to: whole }, () => emitRows(most));
    }
    if (tapRows % most > 0) emitRows(tapRows % most);
    f.increase(from, valueBytes);
  }

  function emitTapRows({ f, arithmetic }: StageContext, at: FilterAt, count: number): void {
    const places = Array.from({ length: count * vectors }, (_, index) => ({
      row: Math.floor(index / vectors),
      vector: index % vectors,
      sum: f.local('v128', f32x4.constSplat(0)),
    }));
    const value = f.local('i32', at.from);
    f.doWhile(
      () => i32.ltU(value, at.to),
      () => {
        const splat = f.local('v128', v128.load32Splat(value));
        const offset = i32.load(value, layout.offsets - layout.values);
        const x = f.local('i32', i32.add(at.source, offset));
        for (const { row, vector, sum } of places) {
          f.set(sum, arithmetic.madd(v128.load(x, row * rowBytes + vector * vectorBytes), splat, sum));
        }
        f.increase(value, filters * valueBytes);
      },
    );
    for (const { row, vector, sum } of places) f.storeV128(at.target, sum, row * rowSums + vector * vectorBytes);
  }

  function copyWithHalo(context: StageContext, image: I32, stop: I32): void {
    const { f, scratch, inputs } = context;
    clearRows(context, scratch, imagesOfSegment * imageBytes);
    const [index, row] = [f.local('i32'), f.local('i32')];
    const corner = padding.top * rowBytes + padding.left * pixelBytes;
    const target = f.local('i32', i32.add(scratch, corner));
    f.for(index, { from: image, to: stop }, () => {
      const from = f.local('i32', i32.add(inputs[0], i32.mul(index, height * width * pixelBytes)));
      const to = f.local('i32', target);
      f.for(row, { to: Math.min(height, rows - padding.top) }, () => {
        emitCopy(f, { from, to, length: Math.min(width, columns - padding.left) * channels });
        f.increase(from, width * pixelBytes);
        f.increase(to, rowBytes);
      });
      f.increase(target, imageBytes);
    });
  }

  /** Adds the segments, and turns [f][tap row][tap column, c] into [tap row][tap column, c][f]. A unit is a filter. */
  const add: KernelStage = {
    units: filters,
    unitCost: tapRows * vectors * (2 * segments + 8),
    emit({ f, first, end, workspace, outputs }) {
      const [filter, from, to, tapRow] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')];
      f.for(filter, { from: first, to: end }, () => {
        f.set(from, i32.add(workspace, i32.mul(filter, filterSums)));
        f.set(to, i32.add(outputs[0], i32.mul(filter, valueBytes)));
        f.for(tapRow, { to: tapRows }, () => {
          for (let vector = 0; vector < vectors; vector++) {
            const sum = f.local('v128', v128.load(from, vector * vectorBytes));
            for (let segment = 1; segment < segments; segment++) {
              f.set(sum, f32x4.add(sum, v128.load(from, segment * segmentBytes + vector * vectorBytes)));
            }
            for (let lane = 0; lane < lanes && vector * lanes + lane < tapColumns * channels; lane++) {
              f.storeF32(to, f32.lane(sum, lane), (vector * lanes + lane) * filters * valueBytes);
            }
          }
          f.increase(from, rowSums);
          f.increase(to, tapColumns * channels * filters * valueBytes);
        });
      });
    },
  };

  const steps = {
    imagesOfSegment,
    image: imageBytes,
    cellRow: 2 * rowBytes,
    cellColumn: 2 * pixelBytes,
    pixels: [0, pixelBytes, rowBytes, rowBytes + pixelBytes],
  } as const;
  const parts = { cells, layout };
  return {
    stages: [
      compactStage({ ...parts, steps, input: 1 }),
      stageIf('sparse', sums, parts),
      stageIf('sparse', add, parts),
      ...dense.stages.map((stage) => stageIf('dense', stage, parts)),
    ],
    scratchBytes: Math.max(dense.scratchBytes ?? 0, isCopied ? imagesOfSegment * imageBytes + 2 * vectorBytes : 0),
    workspaceBytes: layout.end,
  };
}

// Gradient of a convolution's weights: dw[tap][c][f] = sum over pixels p of x[p*stride + tap][c] * dy[p][f].
//
// Layout: a tile is up to six neighbouring (tap column, channel) of one tap row times eight filters, summed in
// registers along a band's pixels. Bands of rows are small enough for the L1 cache, copied with their zero halo.
// Segments of bands have sums of their own, in a fixed number whatever the threads; they are added in order at last.
import { type I32, i32, type Local } from '../../emitter/index.js';
import { type KernelFactory, type StageContext, valueBytes } from '../kernel.js';
import { addPartialSums } from '../product/add-partials.js';
import {
  clearTile,
  createTile,
  emitRun,
  loadTile,
  packedStep,
  panelColumns,
  splitRows,
  storeTile,
  vectorsOf,
} from '../product/tile.js';
import { type Band, type BandSource, bandOf, emitBandSource, scratchBytes } from './band.js';
import { packedSizes } from './direct.js';
import { forwardWindow, type SlidingWindow } from './sliding.js';

/** Source bytes of a band: half of an L1 cache. */
const bandBytes = 16 * 1024;

/** Units for a few threads, and bytes that all partial sums take at most. */
const wantedUnits = 8;
const partialBytes = 2 * 1024 * 1024;

interface Segments {
  /** Partial sums of the whole gradient. */
  readonly count: number;
  readonly bandsOfSegment: number;
  /** Parts of the columns (of the groups, where there are several), each a unit of every segment. */
  readonly columnParts: number;
  readonly panelsOfPart: number;
}

function segmentsOf({ batch, groups }: SlidingWindow, band: Band, panels: number, bytes: number): Segments {
  const bands = batch * band.count;
  const wanted = Math.max(1, Math.min(bands, wantedUnits, Math.floor(partialBytes / bytes)));
  const bandsOfSegment = Math.ceil(bands / wanted);
  const count = Math.ceil(bands / bandsOfSegment);
  if (groups > 1) return { count, bandsOfSegment, columnParts: groups, panelsOfPart: panels };
  const panelsOfPart = Math.ceil(panels / Math.min(panels, Math.ceil(wantedUnits / count)));
  return { count, bandsOfSegment, columnParts: Math.ceil(panels / panelsOfPart), panelsOfPart };
}

export const directWeightGradient: KernelFactory<'conv-weight-gradient'> = ({ geometry, groups }, { tileRows }) => {
  const window = forwardWindow({ kind: 'conv', geometry, groups });
  const band = bandOf(window, bandBytes);
  const { sum, panels } = packedSizes(window);
  const { batch, source, result, pixels, taps, stride, dilation } = window;
  const filters = result[2];
  const bytes = sum * filters * valueBytes;
  const segments = segmentsOf(window, band, panels.count, bytes);
  const bands = batch * band.count;
  const depth = source[2] / groups;
  const pixelBytes = source[2] * valueBytes;
  const rowBytes = band.columns * pixelBytes;
  const filterBytes = filters * valueBytes;
  const isContiguous = groups === 1 && (dilation[1] === 1 || taps[1] === 1);

  function emit(context: StageContext): void {
    const { f, first, end, workspace, inputs, outputs } = context;
    const unit = f.local('i32');
    const [index, stop] = [f.local('i32'), f.local('i32')];
    f.for(unit, { from: first, to: end }, () => {
      const segment = f.local('i32', i32.divU(unit, segments.columnParts));
      const part = f.local('i32', i32.remU(unit, segments.columnParts));
      const sums = f.local('i32', segments.count === 1 ? outputs[0] : i32.add(workspace, i32.mul(segment, bytes)));
      const start = f.local('i32', i32.mul(segment, segments.bandsOfSegment));
      f.set(stop, i32.add(start, segments.bandsOfSegment));
      f.set(stop, i32.minU(stop, bands));
      f.for(index, { from: start, to: stop }, () => {
        const { image, row, rows, base } = emitBandSource(context, window, band, index);
        const pixel = i32.mul(i32.add(i32.mul(image, pixels[0]), row), pixels[1]);
        const gradient = f.local('i32', i32.add(inputs[1], i32.mul(pixel, filterBytes)));
        const isFirst = f.local('i32', i32.eq(index, start));
        emitBand({ part, sums, gradient, isFirst, rows, base });
      });
    });

    interface BandAt extends Pick<BandSource, 'rows' | 'base'> {
      readonly part: Local<'i32'>;
      readonly sums: Local<'i32'>;
      readonly gradient: Local<'i32'>;
      readonly isFirst: Local<'i32'>;
    }

    function emitBand(at: BandAt): void {
      const { part, base } = at;
      const panel = f.local('i32');
      if (groups > 1) {
        const group = part;
        const channel = (to: I32) => i32.add(i32.mul(group, (filters / groups) * valueBytes), i32.mul(to, packedStep));
        const left = f.local('i32', i32.add(base, i32.mul(group, depth * valueBytes)));
        if (panels.full > 0) {
          f.for(panel, { to: panels.full }, () => emitPanel(at, left, f.local('i32', channel(panel)), panelColumns));
        }
        if (panels.rest > 0) emitPanel(at, left, f.local('i32', channel(i32.const(panels.full))), panels.rest);
        return;
      }
      const from = f.local('i32', i32.mul(part, segments.panelsOfPart));
      const to = f.local('i32', i32.add(from, segments.panelsOfPart));
      const full = f.local('i32', i32.minU(to, panels.full));
      if (panels.full > 0) {
        f.for(panel, { from, to: full }, () =>
          emitPanel(at, base, f.local('i32', i32.mul(panel, packedStep)), panelColumns),
        );
      }
      if (panels.rest > 0) {
        f.if(i32.geU(to, panels.count), () =>
          emitPanel(at, base, f.local('i32', i32.const(panels.full * packedStep)), panels.rest),
        );
      }
    }

    /** All rows of the gradient in the columns of a panel; `channel`: bytes before its first column. */
    function emitPanel(at: BandAt, left: Local<'i32'>, channel: Local<'i32'>, columns: number): void {
      const tap = f.local('i32', left);
      const target = f.local('i32', i32.add(at.sums, channel));
      const gradient = f.local('i32', i32.add(at.gradient, channel));
      const tapRow = f.local('i32');
      f.for(tapRow, { to: taps[0] }, () => {
        if (isContiguous) emitTap(tap, taps[1] * depth);
        else {
          const tapColumn = f.local('i32');
          const now = f.local('i32', tap);
          f.for(tapColumn, { to: taps[1] }, () => {
            emitTap(now, depth);
            f.increase(now, dilation[1] * pixelBytes);
          });
        }
        f.increase(tap, dilation[0] * rowBytes);
      });

      /** `length` neighbouring rows of the gradient; `target` moves over them. */
      function emitTap(from: Local<'i32'>, length: number): void {
        const parts = splitRows(length, tileRows);
        const value = f.local('i32', from);
        for (const { count, rows: tileRowsNow } of [parts.larger, parts.smaller]) {
          if (count === 0) continue;
          const n = f.local('i32');
          f.for(n, { to: count }, () => {
            const tile = createTile(context, { rows: tileRowsNow, vectors: vectorsOf(columns) });
            f.if(
              at.isFirst,
              () => clearTile(context, tile),
              () => loadTile(context, tile, target, filterBytes),
            );
            const right = f.local('i32', gradient);
            const y = f.local('i32');
            const rowStart = f.local('i32', value);
            const leftAt = f.local('i32');
            f.for(y, { to: at.rows }, () => {
              f.set(leftAt, rowStart);
              emitRun(context, tile, {
                left: leftAt,
                leftRowBytes: valueBytes,
                leftStep: stride[1] * pixelBytes,
                right,
                rightStep: filterBytes,
                count: i32.const(pixels[1]),
              });
              f.increase(rowStart, stride[0] * rowBytes);
            });
            storeTile(context, tile, { address: target, rowBytes: filterBytes, columns });
            f.increase(value, tileRowsNow * valueBytes);
            f.increase(target, tileRowsNow * filterBytes);
          });
        }
      }
    }
  }

  const products = (pixels[0] * pixels[1] * sum * Math.ceil(filters / 4) * batch) / groups;
  const units = segments.count * segments.columnParts;
  const stages = [{ units, unitCost: Math.ceil(products / units), emit }];
  if (segments.count === 1) return { stages, scratchBytes: scratchBytes(window, bandBytes) };
  return {
    stages: [...stages, addPartialSums({ count: segments.count, values: sum * filters })],
    scratchBytes: scratchBytes(window, bandBytes),
    workspaceBytes: segments.count * bytes,
  };
};

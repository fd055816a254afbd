// Copies rows of images with the zeros around them, so that windows at an edge are like all others.
import { type I32, i32 } from '../../emitter/index.js';
import { type StageContext, valueBytes } from '../kernel.js';
import { clearRun, copyRun } from '../product/copy.js';
import type { SlidingWindow } from './sliding.js';

interface HaloRows {
  /** The address of the source image. */
  readonly image: I32;
  /** The first source row wanted; negative in the halo. */
  readonly firstRow: I32;
  readonly rows: I32;
}

/** Copies source rows into scratch memory, with zeros for all that lies outside the image. */
export function emitHaloCopy(
  context: StageContext,
  { source, origin }: Pick<SlidingWindow, 'source' | 'origin'>,
  columns: number,
  { image, firstRow, rows }: HaloRows,
): void {
  const { f, scratch } = context;
  const [height, width, channels] = source;
  const pixelBytes = channels * valueBytes;
  const skipped = Math.max(0, origin[1]);
  const left = Math.min(columns, Math.max(0, -origin[1]));
  const inside = Math.max(0, Math.min(width - skipped, columns - left));
  const right = columns - left - inside;
  const from = f.local('i32', image);
  const to = f.local('i32', scratch);
  const sourceRow = f.local('i32', firstRow);
  const stop = f.local('i32', i32.add(sourceRow, rows));
  f.doWhile(
    () => i32.ne(sourceRow, stop),
    () => {
      // Unsigned: rows above the image compare as beyond it.
      f.if(
        i32.ltU(sourceRow, height),
        () => {
          const start = i32.add(from, i32.add(i32.mul(sourceRow, width * pixelBytes), skipped * pixelBytes));
          clearRun(context, to, left * channels);
          copyRun(context, i32.add(to, left * pixelBytes), start, inside * channels);
          clearRun(context, i32.add(to, (left + inside) * pixelBytes), right * channels);
        },
        () => clearRun(context, to, columns * channels),
      );
      f.increase(to, columns * pixelBytes);
      f.increase(sourceRow, 1);
    },
  );
}

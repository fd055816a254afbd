// The part of a pooling window that lies in the image: which taps, and where the first of them is.
import type { WindowGeometry } from '../../../../ir/index.js';
import { type FunctionBuilder, type I32, i32, type Local } from '../../emitter/index.js';

/** Taps in one direction: those from `first` up to but not including `end`; none if `first` is not below. */
export interface TapRange {
  /** Place of tap 0 in the image; negative in the padding. */
  readonly start: Local<'i32'>;
  readonly first: Local<'i32'>;
  readonly end: Local<'i32'>;
}

/** @param at the window's place among the output's rows (axis 0) or columns (axis 1) */
export function tapRange(f: FunctionBuilder, { window, input }: WindowGeometry, axis: 0 | 1, at: I32): TapRange {
  const extent = input[1 + axis];
  const { kernel, stride, dilation, padding } = window;
  const before = axis === 0 ? padding.top : padding.left;
  const step = dilation[axis];
  const start = f.local('i32', i32.sub(i32.mul(at, stride[axis]), before));
  const outside = f.local('i32', i32.sub(0, start));
  const first = f.local('i32', i32.select(i32.gtS(outside, 0), i32.divU(i32.add(outside, step - 1), step), 0));
  const inside = f.local('i32', i32.add(outside, extent));
  const end = f.local('i32', i32.select(i32.gtS(inside, 0), i32.divU(i32.add(inside, step - 1), step), 0));
  f.set(end, i32.minU(end, kernel[axis]));
  return { start, first, end };
}

/** Whether all taps of both directions lie in the image. */
export function isWhole({ window }: WindowGeometry, rows: TapRange, columns: TapRange): I32 {
  return i32.and(
    i32.and(i32.eqz(rows.first), i32.eq(rows.end, window.kernel[0])),
    i32.and(i32.eqz(columns.first), i32.eq(columns.end, window.kernel[1])),
  );
}

/** Taps up to which a whole window is written without loops. */
export const unrolledTaps = 16;

export interface TapWalk {
  readonly geometry: WindowGeometry;
  readonly rows: TapRange;
  readonly columns: TapRange;
  /** Bytes from the image's first value to that of tap 0, in an image as wide as the input; may be negative. */
  readonly origin: Local<'i32'>;
  /** Bytes of a pixel. */
  readonly pixelBytes: number;
}

/** Emits the body for every tap in the image, in row order; it gets the tap's bytes from the image's first value. */
export function forTaps(f: FunctionBuilder, walk: TapWalk, body: (offset: I32, constant: number) => void): void {
  const { geometry, rows, columns, origin, pixelBytes } = walk;
  const { window, input } = geometry;
  const rowStep = window.dilation[0] * input[2] * pixelBytes;
  const columnStep = window.dilation[1] * pixelBytes;
  const [rowTaps, columnTaps] = window.kernel;
  const walkInLoops = () => {
    const [row, column] = [f.local('i32'), f.local('i32')];
    const offset = f.local('i32');
    f.for(row, { from: rows.first, to: rows.end }, () => {
      f.for(column, { from: columns.first, to: columns.end }, () => {
        f.set(offset, i32.add(origin, i32.add(i32.mul(row, rowStep), i32.mul(column, columnStep))));
        body(offset, 0);
      });
    });
  };
  if (rowTaps * columnTaps > unrolledTaps) {
    walkInLoops();
    return;
  }
  f.if(
    isWhole(geometry, rows, columns),
    () => {
      for (let row = 0; row < rowTaps; row++) {
        for (let column = 0; column < columnTaps; column++) body(origin, row * rowStep + column * columnStep);
      }
    },
    walkInLoops,
  );
}

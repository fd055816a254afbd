// How many places a window's average is taken over: see `avgpool` in runtime/ir.
import type { WindowGeometry } from '../../../../ir/index.js';
import { type FunctionBuilder, f32, f32x4, i32, type Local } from '../../emitter/index.js';
import type { TapRange } from './windows.js';

/** All windows lie in the image with all their taps. */
export function liesInside({ window, input, output }: WindowGeometry): boolean {
  const { kernel, stride, dilation, padding } = window;
  return ([0, 1] as const).every((axis) => {
    const before = axis === 0 ? padding.top : padding.left;
    const reach = (output[axis + 1] - 1) * stride[axis] + (kernel[axis] - 1) * dilation[axis];
    return before === 0 && reach < input[axis + 1];
  });
}

/** All windows lie in the image side by side, and together are the image. */
export function tilesImage(geometry: WindowGeometry): boolean {
  const { window, input, output } = geometry;
  return (
    liesInside(geometry) &&
    ([0, 1] as const).every((axis) => {
      const { [axis]: stride } = window.stride;
      const isDense = window.kernel[axis] === stride && (window.dilation[axis] === 1 || stride === 1);
      return isDense && output[axis + 1] * stride === input[axis + 1];
    })
  );
}

export interface AveragedWindow {
  readonly geometry: WindowGeometry;
  readonly countPad: boolean;
  readonly rows: TapRange;
  readonly columns: TapRange;
}

/** 1/places in all lanes; 0 for a window that has none. */
export function emitShare(f: FunctionBuilder, average: AveragedWindow): Local<'v128'> {
  const places = i32.mul(emitPlaces(f, average, 0), emitPlaces(f, average, 1));
  const count = f.local('i32', places);
  const share = f32.select(i32.eqz(count), f32.const(0), f32.div(f32.const(1), f32.fromI32U(count)));
  return f.local('v128', f32x4.splat(share));
}

function emitPlaces(f: FunctionBuilder, { geometry, countPad, rows, columns }: AveragedWindow, axis: 0 | 1) {
  const { window, input } = geometry;
  const { start, first, end } = axis === 0 ? rows : columns;
  if (!countPad) return i32.select(i32.ltU(first, end), i32.sub(end, first), 0);
  // From the padding's first place on, which every window's first is at or after, up to its last.
  const [step, after] = [window.dilation[axis], axis === 0 ? window.padding.bottom : window.padding.right];
  const distance = f.local('i32', i32.sub(input[axis + 1] + after, start));
  const count = f.local('i32', i32.divU(i32.add(distance, step - 1), step));
  return i32.select(i32.gtS(distance, 0), i32.minU(count, window.kernel[axis]), 0);
}

// WGSL shared by kernels with windows: the position of a pixel, and the position of a tap.
import type { Window } from '../../../../model/index.js';
import type { Extents, WindowGeometry } from '../../../ir/index.js';
import { wgsl } from './wgsl.js';

/**
 * Splits the number of a pixel, `index` of `[N, H, W]`, into `n`, `y` and `x`, each named with the suffix (all i32).
 */
export function declarePixel(
  index: string,
  [, height, width]: Extents,
  names: readonly [n: string, y: string, x: string],
) {
  const [n, y, x] = names;
  // One division for each and no remainders: software adapters take 1.5 ns for either.
  const row = `${n}Row`;
  const across = wgsl`let ${row} = ${index} / ${width}; let ${x} = ${index} - ${row} * ${width};`;
  return wgsl`${across} let ${n} = ${row} / ${height}; let ${y} = ${row} - ${n} * ${height};`;
}

/**
 * Whether a pixel lies in an image of this size. With `&` and not `&&`, which branches: a kernel with a dozen branches
 * in its loop takes SwiftShader ten seconds to compile. A negative coordinate is a huge unsigned one.
 */
export function isInside(y: string, x: string, height: number, width: number): string {
  return wgsl`((u32(${y}) < ${height}u) & (u32(${x}) < ${width}u))`;
}

/** What of a geometry says where a window falls. */
interface SlidWindow extends Pick<WindowGeometry, 'input' | 'output'> {
  readonly window: Pick<Window, 'kernel' | 'stride' | 'dilation'> & { readonly padding: { top: number; left: number } };
}

/** False where every tap of every window falls inside the input, so that kernels need not ask. */
export function reachesOutside({ window, input, output }: SlidWindow): boolean {
  const { kernel, stride, dilation, padding } = window;
  const last = (axis: 0 | 1, before: number) =>
    (output[1 + axis] - 1) * stride[axis] + (kernel[axis] - 1) * dilation[axis] - before;
  return padding.top > 0 || padding.left > 0 || last(0, padding.top) >= input[1] || last(1, padding.left) >= input[2];
}

/**
 * A 1x1 window that sees each pixel by itself has no use for rows and images: all pixels of the batch then stand in one
 * row. Other geometries stay as they are.
 */
export function flattenPointwise(geometry: WindowGeometry): WindowGeometry {
  const { window, input: from, output: to } = geometry;
  const pixels = from[0] * from[1] * from[2];
  const one = [window.kernel, window.stride].every(([height, width]) => height === 1 && width === 1);
  if (!one || reachesOutside(geometry) || pixels !== to[0] * to[1] * to[2]) return geometry;
  return { window, input: [1, 1, pixels, from[3]], output: [1, 1, pixels, to[3]] };
}

/**
 * For input pixel (`y`, `x`) and a tap of the window, the output pixel whose window has this tap there: declares
 * `<name>y` and `<name>x` (i32) and `<name>in`, whether there is one.
 */
export function outputOfTap({ window, output }: WindowGeometry, y: string, x: string, name: string): string {
  const { kernel, stride, dilation, padding } = window;
  const axis = (at: string, tap: string, which: 0 | 1, before: number) => {
    const from = `${name}${'yx'[which]}From`;
    const offset = kernel[which] === 1 ? '' : wgsl` - ${tap} * ${dilation[which]}`;
    return wgsl`let ${from} = ${at} + ${before}${offset}; let ${name}${'yx'[which]} = ${from} / ${stride[which]};`;
  };
  const vertical = axis(y, wgsl`(tap / ${kernel[1]})`, 0, padding.top);
  const horizontal = axis(x, wgsl`(tap % ${kernel[1]})`, 1, padding.left);
  const divides = ([0, 1] as const)
    .filter((which) => stride[which] > 1)
    .map((which) => wgsl` & (${name}${'yx'[which]}From % ${stride[which]} == 0)`)
    .join('');
  // Division rounds -1/2 up to 0: the sign of what is divided counts.
  const inside = isInside(`${name}yFrom`, `${name}xFrom`, output[1] * stride[0], output[2] * stride[1]);
  return `${vertical} ${horizontal} let ${name}in = ${inside}${divides};`;
}

/** Windows along an axis that one input pixel may lie under, at most. */
export function windowsOver({ window, output }: WindowGeometry, axis: 0 | 1): number {
  const reach = (window.kernel[axis] - 1) * window.dilation[axis];
  return Math.min(output[1 + axis], Math.floor(reach / window.stride[axis]) + 1);
}

/** WGSL for the first of these `windowsOver`, for the pixel at `at` (i32): their places follow one after the other. */
export function firstWindowOver(geometry: WindowGeometry, axis: 0 | 1, at: string): string {
  const { window, output } = geometry;
  const { kernel, stride, dilation, padding } = window;
  const before = axis === 0 ? padding.top : padding.left;
  const reach = (kernel[axis] - 1) * dilation[axis];
  // Rounded up, of a number made positive first; the last `windowsOver` places serve every pixel after them.
  const first = wgsl`(max(0, ${at} + ${before - reach}) + ${stride[axis] - 1}) / ${stride[axis]}`;
  return wgsl`min(${first}, ${output[1 + axis] - windowsOver(geometry, axis)})`;
}

/** WGSL for whether the window at place `o` (i32, inside the output) has a tap at `at`. */
export function seesFrom({ window }: WindowGeometry, axis: 0 | 1, at: string, o: string): string {
  const { kernel, stride, dilation, padding } = window;
  const offset = wgsl`(${at} + ${axis === 0 ? padding.top : padding.left} - ${o} * ${stride[axis]})`;
  const dilated = dilation[axis] === 1 ? '' : wgsl` & (${offset} % ${dilation[axis]} == 0)`;
  return wgsl`(u32(${offset}) <= ${(kernel[axis] - 1) * dilation[axis]}u)${dilated}`;
}

/** How far apart an image's pixels lie in memory, and the parts of its groups; channels of one group. */
export interface ImageStrides {
  readonly pixel: number;
  readonly group: number;
  readonly depth: number;
}

/** Of an image NHWC, whose groups lie side by side in each pixel. */
export function readStrides([, , , channels]: Extents, groups: number): ImageStrides {
  return { pixel: channels, group: channels / groups, depth: channels / groups };
}

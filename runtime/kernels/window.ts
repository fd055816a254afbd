// WGSL shared by the kernels that slide a window: where a pixel stands, and where a tap of the window falls.
import type { Extents, WindowGeometry } from '../program/program.js';

/** Splits the number of a pixel, `index` of `[N, H, W]`, into `n`, `y` and `x`, each named with the suffix (all i32). */
export function locate(index: string, [, height, width]: Extents, names: readonly [n: string, y: string, x: string]) {
  const [n, y, x] = names;
  return `let ${n} = ${index} / ${height * width}; let ${y} = ${index} % ${height * width} / ${width}; let ${x} = ${index} % ${width};`;
}

/**
 * Whether a pixel lies in an image of this size. With `&` and not `&&`, which branches: a kernel with a dozen branches
 * in its loop takes SwiftShader ten seconds to compile. A negative coordinate is a huge unsigned one.
 */
export function isInside(y: string, x: string, height: number, width: number): string {
  return `((u32(${y}) < ${height}u) & (u32(${x}) < ${width}u))`;
}

/** False where every tap of every window falls inside the input, so that kernels need not ask. */
export function reachesOutside({ window, input, output }: WindowGeometry): boolean {
  const { kernel, stride, dilation, padding } = window;
  const last = (axis: 0 | 1, before: number) =>
    (output[1 + axis]! - 1) * stride[axis] + (kernel[axis] - 1) * dilation[axis] - before;
  return padding.top > 0 || padding.left > 0 || last(0, padding.top) >= input[1] || last(1, padding.left) >= input[2];
}

/**
 * For input pixel (`y`, `x`) and a tap of the window, the output pixel whose window has this tap there: declares
 * `<name>y` and `<name>x` (i32) and `<name>in`, whether there is one.
 */
export function outputOfTap({ window, output }: WindowGeometry, y: string, x: string, name: string): string {
  const { kernel, stride, dilation, padding } = window;
  const axis = (at: string, tap: string, which: 0 | 1, before: number) => {
    const from = `${name}${'yx'[which]}From`;
    const offset = kernel[which] === 1 ? '' : ` - ${tap} * ${dilation[which]}`;
    return `let ${from} = ${at} + ${before}${offset}; let ${name}${'yx'[which]} = ${from} / ${stride[which]};`;
  };
  const vertical = axis(y, `(tap / ${kernel[1]})`, 0, padding.top);
  const horizontal = axis(x, `(tap % ${kernel[1]})`, 1, padding.left);
  const divides = ([0, 1] as const)
    .filter((which) => stride[which] > 1)
    .map((which) => ` & (${name}${'yx'[which]}From % ${stride[which]} == 0)`)
    .join('');
  // Division rounds -1/2 up to 0: the sign of what is divided counts.
  const inside = isInside(`${name}yFrom`, `${name}xFrom`, output[1] * stride[0], output[2] * stride[1]);
  return `${vertical} ${horizontal} let ${name}in = ${inside}${divides};`;
}

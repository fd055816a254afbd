// WGSL shared by the kernels that slide a window: where a pixel stands, and where a tap of the window falls.
import type { Extents, WindowGeometry } from '../program/program.js';

/** Splits the number of a pixel, `index` of `[N, H, W]`, into `n`, `y` and `x`, each named with the suffix (all i32). */
export function locate(index: string, [, height, width]: Extents, names: readonly [n: string, y: string, x: string]) {
  const [n, y, x] = names;
  return `let ${n} = ${index} / ${height * width}; let ${y} = ${index} % ${height * width} / ${width}; let ${x} = ${index} % ${width};`;
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
    const to = `${name}${'yx'[which]}`;
    const offset = kernel[which] === 1 ? '' : ` - ${tap} * ${dilation[which]}`;
    const divides = stride[which] === 1 ? '' : ` && ${from} % ${stride[which]} == 0`;
    const code = `let ${from} = ${at} + ${before}${offset}; let ${to} = ${from} / ${stride[which]};`;
    return { code, inside: `${from} >= 0${divides} && ${to} < ${output[1 + which]}` };
  };
  const vertical = axis(y, `(tap / ${kernel[1]})`, 0, padding.top);
  const horizontal = axis(x, `(tap % ${kernel[1]})`, 1, padding.left);
  return `${vertical.code} ${horizontal.code} let ${name}in = ${vertical.inside} && ${horizontal.inside};`;
}

/** Loads four neighbouring values as a vec4f: one load where the tensor is stored in fours, else four. */
export function load4(tensor: string, at: string, inFours: boolean): string {
  if (inFours) return `${tensor}[(${at}) >> 2]`;
  return `vec4f(${[0, 1, 2, 3].map((k) => `${tensor}[${at} + ${k}]`).join(', ')})`;
}

/** Stores the first values of a vec4f at `at`: as many as lie before `end`, which counts like `at`. */
export function store4(tensor: string, at: string, value: string, place: string, end: number, inFours: boolean) {
  if (inFours) return `if (${place} < ${end}) { ${tensor}[(${at}) >> 2] = ${value}; }`;
  return [0, 1, 2, 3]
    .map((k) => `if (${place} + ${k} < ${end}) { ${tensor}[${at} + ${k}] = ${value}[${k}]; }`)
    .join('\n    ');
}

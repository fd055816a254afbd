// Operands of tiled GEMMs: images as patches under a window, weights, and gradients, each with the WGSL that finds a
// value by its index on both axes. `group` (i32) is declared where they are used. Images are NHWC.

import type { Window } from '../../../../../model/index.js';
import type { Extents, WindowGeometry } from '../../../../ir/index.js';
import type { Emitter } from '../../shaders/emitter.js';
import { wgsl } from '../../shaders/wgsl.js';
import { type ImageStrides, isInside, reachesOutside, readStrides } from '../../shaders/window.js';
import type { GemmOperand } from './tiled-gemm.js';

type SeenWindow = Pick<Window, 'kernel' | 'stride' | 'dilation'> & { readonly padding: { top: number; left: number } };

/** An image of `steps`, as the pixels of a result see it: axes pixel of the result x (ky, kx, channel). */
interface Seen {
  readonly tensor: string;
  readonly steps: ImageStrides;
  readonly window: SeenWindow;
}

const loadElement = ({ load }: Emitter, tensor: string, isVec4: boolean, at: string) =>
  load(tensor, isVec4 ? `(${at}) >> 2` : at);

/** Declares `<name>Y` and `<name>X`, a tap's place, and `<name>To`: what `to` makes of them and of the channel. */
function tapAt(name: string, index: string, { steps, window }: Seen, to: (tap: string, c: string) => string): string {
  const { kernel, dilation } = window;
  const y = wgsl`let ${name}Y = ${name}Tap / ${kernel[1]} * ${dilation[0]};`;
  const x = wgsl`let ${name}X = ${name}Tap % ${kernel[1]} * ${dilation[1]};`;
  return wgsl`      let ${name}Tap = ${index} / ${steps.depth}; let ${name}C = ${index} - ${name}Tap * ${steps.depth};
      ${y} ${x}
      let ${name}To = ${to(`${name}Tap`, `${name}C`)};`;
}

/**
 * x as convolution sees it: at pixel (n, oy, ox) of the result and tap (ky, kx) the pixel oy*s + ky*d - p, 0 outside.
 * The result's pixels are its rows; with `turned` they are what is summed over.
 */
export function imagePatches(seen: Seen, source: Extents, result: Extents, turned = false): GemmOperand {
  const { tensor, steps, window } = seen;
  const { stride, padding } = window;
  const isVec4 = steps.depth % 4 === 0;
  const [, height, width] = source;
  const bounded = reachesOutside({ window, input: source, output: result });
  const pixel = (name: string, index: string) => {
    const y = wgsl`let ${name}Y = ${name}Row % ${result[1]} * ${stride[0]} - ${padding.top};`;
    const x = wgsl`let ${name}X = ${index} % ${result[2]} * ${stride[1]} - ${padding.left};`;
    const at = wgsl`((${name}Row / ${result[1]} * ${height} + ${name}Y) * ${width} + ${name}X) * ${steps.pixel}`;
    return wgsl`      let ${name}Row = ${index} / ${result[2]};
      ${y} ${x}
      let ${name}At = ${at} + group * ${steps.group};`;
  };
  const tap = (name: string, index: string) =>
    tapAt(name, index, seen, (_, c) => wgsl`(${name}Y * ${width} + ${name}X) * ${steps.pixel} + ${c}`);
  const value = (emit: Emitter, pixelName: string, tapName: string) => {
    const loaded = loadElement(emit, tensor, isVec4, `${pixelName}At + ${tapName}To`);
    const inside = isInside(`${pixelName}Y + ${tapName}Y`, `${pixelName}X + ${tapName}X`, height, width);
    return bounded ? `select(${isVec4 ? 'vec4f()' : '0.0f'}, ${loaded}, ${inside})` : loaded;
  };
  return turned
    ? {
        along: 'result',
        isVec4,
        result: tap,
        sum: pixel,
        value: (emit, tapName, pixelName) => value(emit, pixelName, tapName),
      }
    : { along: 'sum', isVec4, result: pixel, sum: tap, value };
}

/**
 * dy as the pixels of x see it, which a window of any stride slid over: the pixel whose tap fell there, 0 where there
 * is none.
 */
export function gradientPatches(
  tensor: string,
  { window, input, output }: WindowGeometry,
  groups: number,
): GemmOperand {
  const steps = readStrides(output, groups);
  const isVec4 = steps.depth % 4 === 0;
  const { stride, padding } = window;
  const [, height, width] = output;
  return {
    along: 'sum',
    isVec4,
    result: (name, index) => wgsl`      let ${name}Row = ${index} / ${input[2]};
      let ${name}Y = ${name}Row % ${input[1]} + ${padding.top}; let ${name}X = ${index} % ${input[2]} + ${padding.left};
      let ${name}At = ${name}Row / ${input[1]} * ${height * width * steps.pixel} + group * ${steps.group};`,
    sum: (name, index) => tapAt(name, index, { tensor, steps, window }, (_, c) => c),
    value(emit, pixel, tap) {
      const [y, x] = [`(${pixel}Y - ${tap}Y)`, `(${pixel}X - ${tap}X)`];
      const divides = ([y, x] as const)
        .map((from, axis) => (stride[axis] > 1 ? wgsl` & (${from} % ${stride[axis]} == 0)` : ''))
        .join('');
      // Division rounds -1/2 up to 0: the sign of what is divided counts.
      const inside = isInside(y, x, height * stride[0], width * stride[1]);
      const at = wgsl`${pixel}At + (${y} / ${stride[0]} * ${width} + ${x} / ${stride[1]}) * ${steps.pixel} + ${tap}To`;
      return `select(${isVec4 ? 'vec4f()' : '0.0f'}, ${loadElement(emit, tensor, isVec4, at)}, ${inside}${divides})`;
    },
  };
}

/** Weights, axes (ky, kx, channel) x column: where one lies is a sum of steps, as in `Sliding`. */
export function weightsOperand(
  weights: { first: number; kx: number; channel: number; column: number; group: number },
  depth: number,
  columns: number,
): GemmOperand {
  const { first, kx, channel, column, group } = weights;
  const along = channel === 1 ? 'sum' : 'result';
  const [extent, other] = along === 'sum' ? [depth, column] : [columns, channel];
  const beside = along === 'sum' ? channel : column;
  const isVec4 = beside === 1 && [extent, other, first, kx, group].every((step) => step % 4 === 0);
  return {
    along,
    isVec4,
    result: (name, index) => wgsl`      let ${name}At = ${index} * ${column} + group * ${group} + ${first};`,
    sum: (name, index) => {
      const ofChannel = wgsl`(${index} - ${name}Tap * ${depth}) * ${channel}`;
      return wgsl`      let ${name}Tap = ${index} / ${depth}; let ${name}To = ${name}Tap * ${kx} + ${ofChannel};`;
    },
    value: (emit, result, sum) => loadElement(emit, 'weights', isVec4, `${result}At + ${sum}To`),
  };
}

/** An image's pixels x its channels, summed over the pixels. */
export function pixelsOperand(tensor: string, { pixel, group, depth }: ImageStrides): GemmOperand {
  const isVec4 = depth % 4 === 0;
  return {
    along: 'result',
    isVec4,
    result: (name, index) => wgsl`      let ${name}At = ${index} + group * ${group};`,
    sum: (name, index) => wgsl`      let ${name}To = ${index} * ${pixel};`,
    value: (emit, result, sum) => loadElement(emit, tensor, isVec4, `${result}At + ${sum}To`),
  };
}

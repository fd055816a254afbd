// Depthwise convolution, y[n, oy, ox, c] = b[c] + sum over ky, kx of x[n, iy, ix, c] * w[ky, kx, c], and its gradients.
// NHWC, channels a multiple of 4; all overwrite. Direct convolution would walk one channel at a time: a group is one.
//
// One variant: neighbouring lanes take neighbouring vec4s of channels, a thread several pixels that share a weight's
// load.

import type { ComputationOf, Instruction, WindowGeometry } from '../../../../ir/index.js';
import type { AdapterProfile } from '../../adapter-profile.js';
import type { Emitter } from '../../shaders/emitter.js';
import { emitEpilogue, ownInputs } from '../../shaders/epilogue.js';
import { input, type KernelSource, output, type StorageBuffer, workspace } from '../../shaders/kernel.js';
import { reducePartials } from '../../shaders/reduce-partials.js';
import { channelsAsVec4 } from '../../shaders/vec4-access.js';
import { declared, unrolled, wgsl } from '../../shaders/wgsl.js';
import { declarePixel, isInside, outputOfTap } from '../../shaders/window.js';
import { countSplits } from '../../variants/split-k.js';

const tilePixels = 4;

/** The kernel of [x, weights, bias?] -> [y]. */
export function depthwise(label: string, geometry: WindowGeometry, instruction: Instruction): KernelSource {
  const { window, input: from, output: to } = geometry;
  const { stride } = window;
  const { groups, xSize } = channelsAsVec4(geometry);
  return tiled({
    label,
    geometry,
    source: { name: 'x', type: 'vec4f', size: xSize, binding: input(0) },
    target: to,
    instruction,
    tap: `
    let ky = ${tapOffset(window, 0)};
    let kx = ${tapOffset(window, 1)};`,
    sample: (row, { load }) => wgsl`
    let iy${row} = a${row}y * ${stride[0]} + ky; let ix${row} = a${row}x * ${stride[1]} + kx;
    let in${row} = ${isInside(`iy${row}`, `ix${row}`, from[1], from[2])};
    let at${row} = select(0, ((a${row}n * ${from[1]} + iy${row}) * ${from[2]} + ix${row}) * ${groups} + c, in${row});
    let value${row} = select(vec4f(), ${load('x', `at${row}`)}, in${row});`,
  });
}

/** The kernel of [dy, weights, bias?] -> [dx]. */
export function depthwiseInputGradient(
  label: string,
  geometry: WindowGeometry,
  instruction: Instruction,
): KernelSource {
  const { input: from, output: to } = geometry;
  const { groups, ySize } = channelsAsVec4(geometry);
  return tiled({
    label,
    geometry,
    source: { name: 'dy', type: 'vec4f', size: ySize, binding: input(0) },
    target: from,
    instruction,
    tap: '',
    sample: (row, { load }) => wgsl`
    ${outputOfTap(geometry, `a${row}y`, `a${row}x`, `o${row}`)}
    let at${row} = select(0, ((a${row}n * ${to[1]} + o${row}y) * ${to[2]} + o${row}x) * ${groups} + c, o${row}in);
    let value${row} = select(vec4f(), ${load('dy', `at${row}`)}, o${row}in);`,
  });
}

/**
 * Sums over the taps, for `tilePixels` pixels of `target` side by side: `value` of each, loaded by `sample`, times the
 * weight.
 */
function tiled(parts: {
  readonly label: string;
  readonly geometry: WindowGeometry;
  readonly source: StorageBuffer;
  readonly target: WindowGeometry['input'];
  readonly instruction: Instruction;
  readonly tap: string;
  readonly sample: (row: number, emit: Emitter) => string;
}): KernelSource {
  const { label, geometry, source, target, instruction, tap, sample } = parts;
  const hasBias = ownInputs(instruction) > 2;
  const { groups } = channelsAsVec4(geometry);
  const taps = geometry.window.kernel[0] * geometry.window.kernel[1];
  const pixels = target[0] * target[1] * target[2];
  const rows = Math.min(tilePixels, pixels);
  const result = { name: 'result', type: 'vec4f', size: pixels * groups } as const;
  const epilogue = emitEpilogue(instruction, result);
  const pixelOf = (row: number) => {
    const names = [`a${row}n`, `a${row}y`, `a${row}x`] as const;
    return wgsl`  let p${row} = min(pixel + ${row}, ${pixels - 1}); ${declarePixel(`p${row}`, target, names)}`;
  };
  const storePixel = ({ store }: Emitter, row: number) => {
    const at = wgsl`(pixel + ${row}) * ${groups} + c`;
    const value = epilogue.apply(`sum${row}`, `u32(${at})`);
    return wgsl`  if (pixel + ${row} < ${pixels}) { ${store('result', at, value)} }`;
  };
  return {
    label,
    buffers: [
      source,
      { name: 'weights', type: 'vec4f', size: taps * groups, binding: input(1) },
      ...(hasBias ? [{ name: 'bias', type: 'vec4f', size: groups, binding: input(2) } as const] : []),
      { ...result, binding: output(0) },
      ...epilogue.buffers,
    ],
    threads: Math.ceil(pixels / rows) * groups,
    settings: epilogue.settings,
    declarations: (emit) => declared(...epilogue.declare(emit)),
    body: (emit) => wgsl`
  let c = i32(i % ${groups}u);
  let pixel = i32(i / ${groups}u) * ${rows};
${unrolled(rows, pixelOf)}
${unrolled(rows, (row) => `  var sum${row} = ${hasBias ? emit.load('bias', 'c') : 'vec4f()'};`)}
  ${emit.loop('tap', '0', wgsl`${taps}`)} {
    let w = ${emit.load('weights', wgsl`tap * ${groups} + c`)};${tap}
${unrolled(rows, (row) => sample(row, emit))}
${unrolled(rows, (row) => `    sum${row} += value${row} * w;`)}
  }
${unrolled(rows, (row) => storePixel(emit, row))}`,
  };
}

/** The kernels of [x, dy] -> [dweights]: a thread sums one tap of four channels over a piece of the batch's pixels. */
export function depthwiseWeightGradient(
  label: string,
  computation: ComputationOf<'conv-weight-gradient'>,
  adapter: AdapterProfile,
): KernelSource[] {
  const { geometry } = computation;
  const { window, input: from, output: to } = geometry;
  const { groups, xSize, ySize } = channelsAsVec4(geometry);
  const splits = countSplits(computation, adapter);
  const pixels = to[0] * to[1] * to[2];
  const piece = Math.ceil(pixels / splits);
  const size = window.kernel[0] * window.kernel[1] * groups;
  const partial: KernelSource = {
    label,
    buffers: [
      { name: 'x', type: 'vec4f', size: xSize, binding: input(0) },
      { name: 'dy', type: 'vec4f', size: ySize, binding: input(1) },
      { name: 'dw', type: 'vec4f', size: splits * size, binding: splits > 1 ? workspace : output(0) },
    ],
    threads: splits * size,
    body: ({ load, store, loop }) => wgsl`
  let c = i32(i % ${groups}u);
  let tap = i32(i / ${groups}u % ${size / groups}u);
  let split = i32(i / ${size}u);
  let ky = ${tapOffset(window, 0)};
  let kx = ${tapOffset(window, 1)};
  var sum = vec4f();
  let end = min((split + 1) * ${piece}, ${pixels});
  ${loop('p', wgsl`split * ${piece}`, 'end')} {
    ${declarePixel('p', to, ['n', 'oy', 'ox'])}
    let iy = oy * ${window.stride[0]} + ky; let ix = ox * ${window.stride[1]} + kx;
    let inside = ${isInside('iy', 'ix', from[1], from[2])};
    let at = select(0, ((n * ${from[1]} + iy) * ${from[2]} + ix) * ${groups} + c, inside);
    sum += select(vec4f(), ${load('x', 'at')}, inside) * ${load('dy', wgsl`p * ${groups} + c`)};
  }
  ${store('dw', 'i', 'sum')}`,
  };
  return splits > 1 ? [partial, reducePartials(label, 4 * size, splits)] : [partial];
}

/** WGSL for how far tap `tap` lies from its window's first pixel, its padding taken off. */
function tapOffset({ kernel, dilation, padding }: WindowGeometry['window'], axis: 0 | 1): string {
  return axis === 0
    ? wgsl`tap / ${kernel[1]} * ${dilation[0]} - ${padding.top}`
    : wgsl`tap % ${kernel[1]} * ${dilation[1]} - ${padding.left}`;
}

// Depthwise convolution: every channel has one filter of its own, y[n, oy, ox, c] = b[c] + sum over ky, kx of x[n,
// iy, ix, c]
// * w[ky, kx, c], and its gradients. Four channels at a time, so only where they divide by 4; NHWC, all overwrite.
//
// The convolution's own kernels would walk it one channel at a time, for a group is one channel. Here neighbouring
// lanes take neighbouring channels. A thread computes several pixels side by side, which share the load of a weight.

import type { ComputationOf, Instruction, WindowGeometry } from '../../../../ir/index.js';
import type { AdapterProfile } from '../../adapter-profile.js';
import { input, type Kernel, makeKernel, output, workspace } from '../../shaders/kernel.js';
import { channelsInFours } from '../../shaders/vec4-access.js';
import { declared, unrolled } from '../../shaders/wgsl.js';
import { isInside, locate, outputOfTap } from '../../shaders/window.js';
import { splitsOf } from '../../variants/split-k.js';
import { sumOfSplits } from '../gemm/reduce-partials.js';
import { finishOf, ownInputs } from '../pointwise/epilogue.js';

const tilePixels = 4;

/** The kernel of [x, weights, bias?] -> [y]. */
export function depthwise(label: string, geometry: WindowGeometry, instruction: Instruction): Kernel {
  const { window, input: from, output: to } = geometry;
  const { stride } = window;
  const { groups, xSize } = channelsInFours(geometry);
  return tiled({
    label,
    geometry,
    source: { name: 'x', type: 'vec4f', size: xSize, binding: input(0) },
    target: to,
    instruction,
    tap: `
    let ky = ${tapOffset(window, 0)};
    let kx = ${tapOffset(window, 1)};`,
    load: (row) => `
    let iy${row} = a${row}y * ${stride[0]} + ky; let ix${row} = a${row}x * ${stride[1]} + kx;
    let in${row} = ${isInside(`iy${row}`, `ix${row}`, from[1], from[2])};
    let at${row} = select(0, ((a${row}n * ${from[1]} + iy${row}) * ${from[2]} + ix${row}) * ${groups} + c, in${row});
    let value${row} = select(vec4f(), x[at${row}], in${row});`,
  });
}

/** The kernel of [dy, weights, bias?] -> [dx]. */
export function depthwiseInputGradient(label: string, geometry: WindowGeometry, instruction: Instruction): Kernel {
  const { input: from, output: to } = geometry;
  const { groups, ySize } = channelsInFours(geometry);
  return tiled({
    label,
    geometry,
    source: { name: 'dy', type: 'vec4f', size: ySize, binding: input(0) },
    target: from,
    instruction,
    tap: '',
    load: (row) => `
    ${outputOfTap(geometry, `a${row}y`, `a${row}x`, `o${row}`)}
    let at${row} = select(0, ((a${row}n * ${to[1]} + o${row}y) * ${to[2]} + o${row}x) * ${groups} + c, o${row}in);
    let value${row} = select(vec4f(), dy[at${row}], o${row}in);`,
  });
}

/**
 * Sums over the taps, for `tilePixels` pixels of `target` side by side: `value` of each, loaded by `load`, times the
 * weight.
 */
function tiled(parts: {
  readonly label: string;
  readonly geometry: WindowGeometry;
  readonly source: Parameters<typeof makeKernel>[0]['buffers'][number];
  readonly target: WindowGeometry['input'];
  readonly instruction: Instruction;
  readonly tap: string;
  readonly load: (row: number) => string;
}): Kernel {
  const { label, geometry, source, target, instruction, tap, load } = parts;
  const hasBias = ownInputs(instruction) > 2;
  const { groups } = channelsInFours(geometry);
  const taps = geometry.window.kernel[0] * geometry.window.kernel[1];
  const pixels = target[0] * target[1] * target[2];
  const rows = Math.min(tilePixels, pixels);
  const result = { name: 'result', type: 'vec4f', size: pixels * groups } as const;
  const finish = finishOf(instruction, result);
  const pixelOf = (row: number) =>
    `  let p${row} = min(pixel + ${row}, ${pixels - 1}); ${locate(`p${row}`, target, [`a${row}n`, `a${row}y`, `a${row}x`])}`;
  const store = (row: number) => {
    const at = `(pixel + ${row}) * ${groups} + c`;
    return `  if (pixel + ${row} < ${pixels}) { result[${at}] = ${finish.stored(`sum${row}`, `u32(${at})`)}; }`;
  };
  return makeKernel({
    label,
    buffers: [
      source,
      { name: 'weights', type: 'vec4f', size: taps * groups, binding: input(1) },
      ...(hasBias ? [{ name: 'bias', type: 'vec4f', size: groups, binding: input(2) } as const] : []),
      { ...result, binding: output(0) },
      ...finish.buffers,
    ],
    threads: Math.ceil(pixels / rows) * groups,
    settings: finish.settings,
    declarations: declared(...finish.declarations),
    body: `
  let c = i32(i % ${groups}u);
  let pixel = i32(i / ${groups}u) * ${rows};
${unrolled(rows, pixelOf)}
${unrolled(rows, (row) => `  var sum${row} = ${hasBias ? 'bias[c]' : 'vec4f()'};`)}
  for (var tap = 0; tap < ${taps}; tap++) {
    let w = weights[tap * ${groups} + c];${tap}
${unrolled(rows, load)}
${unrolled(rows, (row) => `    sum${row} += value${row} * w;`)}
  }
${unrolled(rows, store)}`,
  });
}

/** The kernels of [x, dy] -> [dweights]: a thread sums one tap of four channels over a piece of the batch's pixels. */
export function depthwiseWeightGradient(
  label: string,
  computation: ComputationOf<'conv-weight-gradient'>,
  adapter: AdapterProfile,
): Kernel[] {
  const { geometry } = computation;
  const { window, input: from, output: to } = geometry;
  const { groups, xSize, ySize } = channelsInFours(geometry);
  const splits = splitsOf(computation, adapter);
  const pixels = to[0] * to[1] * to[2];
  const piece = Math.ceil(pixels / splits);
  const size = window.kernel[0] * window.kernel[1] * groups;
  const partial = makeKernel({
    label,
    buffers: [
      { name: 'x', type: 'vec4f', size: xSize, binding: input(0) },
      { name: 'dy', type: 'vec4f', size: ySize, binding: input(1) },
      { name: 'dw', type: 'vec4f', size: splits * size, binding: splits > 1 ? workspace : output(0) },
    ],
    threads: splits * size,
    body: `
  let c = i32(i % ${groups}u);
  let tap = i32(i / ${groups}u % ${size / groups}u);
  let split = i32(i / ${size}u);
  let ky = ${tapOffset(window, 0)};
  let kx = ${tapOffset(window, 1)};
  var sum = vec4f();
  let end = min((split + 1) * ${piece}, ${pixels});
  for (var p = split * ${piece}; p < end; p++) {
    ${locate('p', to, ['n', 'oy', 'ox'])}
    let iy = oy * ${window.stride[0]} + ky; let ix = ox * ${window.stride[1]} + kx;
    let inside = ${isInside('iy', 'ix', from[1], from[2])};
    let at = select(0, ((n * ${from[1]} + iy) * ${from[2]} + ix) * ${groups} + c, inside);
    sum += select(vec4f(), x[at], inside) * dy[p * ${groups} + c];
  }
  dw[i] = sum;`,
  });
  return splits > 1 ? [partial, sumOfSplits(label, 4 * size, splits)] : [partial];
}

/** WGSL for how far tap `tap` lies from its window's first pixel, its padding taken off. */
function tapOffset({ kernel, dilation, padding }: WindowGeometry['window'], axis: 0 | 1): string {
  return axis === 0
    ? `tap / ${kernel[1]} * ${dilation[0]} - ${padding.top}`
    : `tap % ${kernel[1]} * ${dilation[1]} - ${padding.left}`;
}

// Upsampling by integer factors, and its gradient, NHWC, vec4 where the channels divide by 4; overwrites.
// - nearest: repeats every pixel.
// - bilinear: PyTorch's align_corners=False: p = max(0, (o + 1/2)/factor - 1/2), between floor(p) and floor(p) + 1. The
//   gradient gathers from every output pixel that the input pixel contributes to.

import type { ComputationOf } from '../../../../ir/index.js';
import type { Emitter } from '../../shaders/emitter.js';
import { input, type KernelSource, type KernelsOf, output } from '../../shaders/kernel.js';
import { channelsAsVec4 } from '../../shaders/vec4-access.js';
import { f32, wgsl } from '../../shaders/wgsl.js';
import { declarePixel } from '../../shaders/window.js';

export const upsample: KernelsOf<ComputationOf<'upsample'>> = ({ computation, layer }) => {
  const { mode, factor, input: from, output: to } = computation;
  const { type, groups, xSize, ySize } = channelsAsVec4(computation);
  const at = ({ load }: Emitter, y: string, x: string) =>
    load('x', wgsl`((n * ${from[1]} + ${y}) * ${from[2]} + ${x}) * ${groups} + c`);
  const bilinear = (emit: Emitter) => wgsl`
  let py = position(oy, ${factor[0]}); let ay = py / ${2 * factor[0]}; let by = min(ay + 1, ${from[1] - 1});
  let px = position(ox, ${factor[1]}); let ax = px / ${2 * factor[1]}; let bx = min(ax + 1, ${from[2] - 1});
  let down = f32(py % ${2 * factor[0]}) / ${f32(2 * factor[0])};
  let right = f32(px % ${2 * factor[1]}) / ${f32(2 * factor[1])};
  ${emit.store(
    'y',
    'i',
    `(1 - down) * ((1 - right) * ${at(emit, 'ay', 'ax')} + right * ${at(emit, 'ay', 'bx')})
    + down * ((1 - right) * ${at(emit, 'by', 'ax')} + right * ${at(emit, 'by', 'bx')})`,
  )}`;
  const kernel: KernelSource = {
    label: `${layer}: upsample`,
    buffers: [
      { name: 'x', type, size: xSize, binding: input(0) },
      { name: 'y', type, size: ySize, binding: output(0) },
    ],
    threads: ySize,
    declarations: mode === 'bilinear' ? position : '',
    body: (emit) => wgsl`
  let c = i32(i % ${groups}u);
  let pixel = i32(i / ${groups}u);
  ${declarePixel('pixel', to, ['n', 'oy', 'ox'])}
  ${
    mode === 'bilinear'
      ? bilinear(emit)
      : emit.store('y', 'i', at(emit, wgsl`oy / ${factor[0]}`, wgsl`ox / ${factor[1]}`))
  }`,
  };
  return [kernel];
};

export const upsampleGradient: KernelsOf<ComputationOf<'upsample-gradient'>> = ({ computation, layer }) => {
  const { mode, factor, input: from, output: to } = computation;
  const { type, groups, xSize, ySize } = channelsAsVec4(computation);
  const bilinear = mode === 'bilinear';
  // Bilinear: a pixel has a share in places up to a factor before its own, and after them.
  const [rows, columns] = bilinear ? [3 * factor[0], 3 * factor[1]] : factor;
  const first = (at: string, axis: 0 | 1) => wgsl`${bilinear ? `(${at} - 1)` : at} * ${factor[axis]}`;
  const kernel: KernelSource = {
    label: `${layer}: upsample gradient`,
    buffers: [
      { name: 'dy', type, size: ySize, binding: input(0) },
      { name: 'dx', type, size: xSize, binding: output(0) },
    ],
    threads: xSize,
    declarations: bilinear ? `${position}${share}` : '',
    body: ({ load, store, loop }) => wgsl`
  let c = i32(i % ${groups}u);
  let pixel = i32(i / ${groups}u);
  ${declarePixel('pixel', from, ['n', 'iy', 'ix'])}
  var sum = ${type}();
  ${loop('tap', '0', wgsl`${rows * columns}`)} {
    let oy = ${first('iy', 0)} + tap / ${columns};
    let ox = ${first('ix', 1)} + tap % ${columns};
    let at = ((n * ${to[1]} + clamp(oy, 0, ${to[1] - 1})) * ${to[2]} + clamp(ox, 0, ${to[2] - 1})) * ${groups} + c;
    sum += ${load('dy', 'at')}${
      bilinear ? wgsl` * share(oy, iy, ${factor[0]}, ${from[1]}) * share(ox, ix, ${factor[1]}, ${from[2]})` : ''
    };
  }
  ${store('dx', 'i', 'sum')}`,
  };
  return [kernel];
};

/** p of place o, in units of 1/(2*factor), which are whole numbers. */
const position = `
fn position(o: i32, factor: i32) -> i32 { return max(0, 2 * o + 1 - factor); }`;

/** The share of pixel `i` in place `o`, 0 for a place outside the larger image. */
const share = `
fn share(o: i32, i: i32, factor: i32, extent: i32) -> f32 {
  let p = position(o, factor);
  let before = p / (2 * factor);
  let weight = f32(p % (2 * factor)) / f32(2 * factor);
  let sum = select(0.0f, 1 - weight, before == i) + select(0.0f, weight, min(before + 1, extent - 1) == i);
  return select(0.0f, sum, u32(o) < u32(extent * factor));
}`;

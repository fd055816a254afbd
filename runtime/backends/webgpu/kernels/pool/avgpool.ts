// Average pooling and its gradient, NHWC: y[n, oy, ox, c] = sum of x under the window / divisor. The divisor counts
// taps in the image, or with `countPad` in the padded image, never beyond it (PyTorch, Caffe). One pixel a thread, vec4
// where channels divide by 4; overwrites. The gradient gathers from the windows over a pixel.
import type { ComputationOf, WindowGeometry } from '../../../../ir/index.js';
import { emitEpilogue } from '../../shaders/epilogue.js';
import { input, type KernelSource, type KernelsOf, output } from '../../shaders/kernel.js';
import { channelsAsVec4 } from '../../shaders/vec4-access.js';
import { declared, f32, wgsl } from '../../shaders/wgsl.js';
import { declarePixel, reachesOutside } from '../../shaders/window.js';
import { eachTap, eachWindowOver, pixelOf } from '../../shaders/window-taps.js';

export const avgpool: KernelsOf<ComputationOf<'avgpool'>> = (instruction) => {
  const { computation, layer } = instruction;
  const { geometry, countPad } = computation;
  const { output: to } = geometry;
  const { type, groups, xSize, ySize } = channelsAsVec4(geometry);
  const epilogue = emitEpilogue(instruction, { name: 'y', type, size: ySize });
  const kernel: KernelSource = {
    label: `${layer}: avgpool`,
    buffers: [
      { name: 'x', type, size: xSize, binding: input(0) },
      { name: 'y', type, size: ySize, binding: output(0) },
      ...epilogue.buffers,
    ],
    threads: ySize,
    settings: epilogue.settings,
    declarations: (emit) => declared(share(geometry, countPad), ...epilogue.declare(emit)),
    body: (emit) => `
  ${pixelOf(groups)}
  ${declarePixel('pixel', to, ['n', 'oy', 'ox'])}
  var sum = ${type}();
${eachTap(
  emit,
  geometry,
  groups,
  ({ at, inside }) =>
    `    sum += ${inside ? `select(${type}(), ${emit.load('x', at)}, ${inside})` : emit.load('x', at)};`,
)}
  ${emit.store('y', 'i', epilogue.apply('sum * share(oy, ox)', 'i'))}`,
  };
  return [kernel];
};

export const avgpoolGradient: KernelsOf<ComputationOf<'avgpool-gradient'>> = (instruction) => {
  const { computation, layer } = instruction;
  const { geometry, countPad } = computation;
  const { input: from } = geometry;
  const { type, groups, xSize, ySize } = channelsAsVec4(geometry);
  const epilogue = emitEpilogue(instruction, { name: 'dx', type, size: xSize });
  const kernel: KernelSource = {
    label: `${layer}: avgpool gradient`,
    buffers: [
      { name: 'dy', type, size: ySize, binding: input(0) },
      { name: 'dx', type, size: xSize, binding: output(0) },
      ...epilogue.buffers,
    ],
    threads: xSize,
    settings: epilogue.settings,
    declarations: (emit) => declared(share(geometry, countPad), ...epilogue.declare(emit)),
    body: (emit) => `
  ${pixelOf(groups)}
  ${declarePixel('pixel', from, ['n', 'iy', 'ix'])}
  var sum = ${type}();
${eachWindowOver(
  emit,
  geometry,
  groups,
  ({ oy, ox, at, sees }) =>
    `    sum += select(${type}(), ${emit.load('dy', `select(0, ${at}, ${sees})`)} * share(${oy}, ${ox}), ${sees});`,
)}
  ${emit.store('dx', 'i', epilogue.apply('sum', 'i'))}`,
  };
  return [kernel];
};

/** WGSL's `share(oy, ox)`: what one value under the window of output pixel (oy, ox) counts for, 1/divisor. */
function share(geometry: WindowGeometry, countPad: boolean): string {
  const { window, input: from } = geometry;
  const { kernel, stride, dilation, padding } = window;
  if (!reachesOutside(geometry))
    return `fn share(oy: i32, ox: i32) -> f32 { return ${f32(1 / (kernel[0] * kernel[1]))}; }`;
  const begin = countPad ? [-padding.top, -padding.left] : [0, 0];
  const end = countPad ? [from[1] + padding.bottom, from[2] + padding.right] : [from[1], from[2]];
  // Taps before the beginning are skipped, and those from the end on.
  const taps = (axis: 0 | 1, name: string, before: number) => wgsl`
fn ${name}(o: i32) -> i32 {
  let first = o * ${stride[axis]} - ${before};
  let skipped = max(0, (${begin[axis] + dilation[axis] - 1} - first) / ${dilation[axis]});
  let seen = min(${kernel[axis]}, (${end[axis] + dilation[axis] - 1} - first) / ${dilation[axis]});
  return max(0, seen - skipped);
}`;
  return `${taps(0, 'rows', padding.top)}${taps(1, 'columns', padding.left)}
fn share(oy: i32, ox: i32) -> f32 { return 1.0f / f32(max(rows(oy) * columns(ox), 1)); }`;
}

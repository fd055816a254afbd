// Average pooling, NHWC: y[n, oy, ox, c] = the sum of x under the window over a divisor, and its gradient. The divisor
// is the number of taps inside the image, or with `countPad` inside the padded image (taps that hang over its end, as
// `ceil` lets them, never count): PyTorch's and Caffe's rule. A thread serves one pixel, four channels at a time where
// they divide by 4. Both overwrite; the gradient gathers, from the windows over a pixel and not from every tap: a window over
// a whole image has many taps, and a pixel then only one window.
import type { ComputationOf, WindowGeometry } from '../program/program.js';
import { finishOf } from './epilogue.js';
import { input, type KernelsOf, makeKernel, output } from './kernel.js';
import { channelsInFours } from './tile.js';
import { declared, f32 } from './wgsl.js';
import { firstWindowOver, isInside, locate, reachesOutside, seesFrom, windowsOver } from './window.js';

export const avgpool: KernelsOf<ComputationOf<'avgpool'>> = (instruction) => {
  const { computation, layer } = instruction;
  const { geometry, countPad } = computation;
  const { window, input: from, output: to } = geometry;
  const { type, groups, xSize, ySize } = channelsInFours(geometry);
  const inside = reachesOutside(geometry) ? `if (!${isInside('iy', 'ix', from[1], from[2])}) { continue; }` : '';
  const finish = finishOf(instruction, { name: 'y', type, size: ySize });
  const kernel = makeKernel({
    label: `${layer}: avgpool`,
    buffers: [
      { name: 'x', type, size: xSize, binding: input(0) },
      { name: 'y', type, size: ySize, binding: output(0) },
      ...finish.buffers,
    ],
    threads: ySize,
    settings: finish.settings,
    declarations: declared(share(geometry, countPad), ...finish.declarations),
    body: `
  let c = i32(i % ${groups}u);
  let pixel = i32(i / ${groups}u);
  ${locate('pixel', to, ['n', 'oy', 'ox'])}
  var sum = ${type}();
  for (var tap = 0; tap < ${window.kernel[0] * window.kernel[1]}; tap++) {
    let iy = oy * ${window.stride[0]} - ${window.padding.top} + tap / ${window.kernel[1]} * ${window.dilation[0]};
    let ix = ox * ${window.stride[1]} - ${window.padding.left} + tap % ${window.kernel[1]} * ${window.dilation[1]};
    ${inside}
    sum += x[((n * ${from[1]} + iy) * ${from[2]} + ix) * ${groups} + c];
  }
  y[i] = ${finish.stored('sum * share(oy, ox)', 'i')};`,
  });
  return [kernel];
};

export const avgpoolGradient: KernelsOf<ComputationOf<'avgpool-gradient'>> = (instruction) => {
  const { computation, layer } = instruction;
  const { geometry, countPad } = computation;
  const { input: from, output: to } = geometry;
  const { type, groups, xSize, ySize } = channelsInFours(geometry);
  const [rows, columns] = ([0, 1] as const).map((axis) => windowsOver(geometry, axis)) as [number, number];
  const finish = finishOf(instruction, { name: 'dx', type, size: xSize });
  const kernel = makeKernel({
    label: `${layer}: avgpool gradient`,
    buffers: [
      { name: 'dy', type, size: ySize, binding: input(0) },
      { name: 'dx', type, size: xSize, binding: output(0) },
      ...finish.buffers,
    ],
    threads: xSize,
    settings: finish.settings,
    declarations: declared(share(geometry, countPad), ...finish.declarations),
    body: `
  let c = i32(i % ${groups}u);
  let pixel = i32(i / ${groups}u);
  ${locate('pixel', from, ['n', 'iy', 'ix'])}
  let firstY = ${firstWindowOver(geometry, 0, 'iy')};
  let firstX = ${firstWindowOver(geometry, 1, 'ix')};
  var sum = ${type}();
  for (var o = 0; o < ${rows * columns}; o++) {
    let oy = firstY + o / ${columns}; let ox = firstX + o % ${columns};
    let seen = ${seesFrom(geometry, 0, 'iy', 'oy')} & ${seesFrom(geometry, 1, 'ix', 'ox')};
    let at = select(0, ((n * ${to[1]} + oy) * ${to[2]} + ox) * ${groups} + c, seen);
    sum += select(${type}(), dy[at] * share(oy, ox), seen);
  }
  dx[i] = ${finish.stored('sum', 'i')};`,
  });
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
  const taps = (axis: 0 | 1, name: string, before: number) => `
fn ${name}(o: i32) -> i32 {
  var count = 0;
  for (var k = 0; k < ${kernel[axis]}; k++) {
    let at = o * ${stride[axis]} - ${before} + k * ${dilation[axis]};
    if (at >= ${begin[axis]} && at < ${end[axis]}) { count++; }
  }
  return count;
}`;
  return `${taps(0, 'rows', padding.top)}${taps(1, 'columns', padding.left)}
fn share(oy: i32, ox: i32) -> f32 { return 1.0f / f32(max(rows(oy) * columns(ox), 1)); }`;
}

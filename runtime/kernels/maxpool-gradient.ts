// Max pooling, gradient: dx[n, iy, ix, c] = the sum of dy over the windows in which this pixel is the first, in row order,
// that equals the window's maximum (PyTorch's rule). That is found by comparing x with y, so that the forward kernel
// need not store indices. NHWC, four channels at a time where they divide by 4; overwrites dx.
//
// Windows that do not overlap, the usual ones, are taken one by one: a thread walks a window once and writes its pixels.
// Where they overlap a thread serves one input pixel, and looks in each of its windows whether an earlier one is equal.
import type { ComputationOf, WindowGeometry } from '../program/program.js';
import { type Finish, finishOf } from './epilogue.js';
import { input, type Kernel, type KernelsOf, makeKernel, output, type StorageBuffer } from './kernel.js';
import { channelsInFours } from './tile.js';
import { declared } from './wgsl.js';
import { isInside, locate, outputOfTap, reachesOutside } from './window.js';

export const maxpoolGradient: KernelsOf<ComputationOf<'maxpool-gradient'>> = (instruction) => {
  const { computation, layer } = instruction;
  const geometry = withoutNeighbours(computation.geometry);
  const { kernel, stride, dilation } = geometry.window;
  const apart = ([0, 1] as const).every((axis) => kernel[axis] <= stride[axis] && dilation[axis] === 1);
  const label = `${layer}: maxpool gradient`;
  const { type, xSize } = channelsInFours(geometry);
  const finish = finishOf(instruction, { name: 'dx', type, size: xSize });
  return [apart ? oneWindowAThread(label, geometry, finish) : onePixelAThread(label, geometry, finish)];
};

/** Where there is one window along an axis, as over a whole image, its stride says nothing: it might be as long as the image. */
function withoutNeighbours(geometry: WindowGeometry): WindowGeometry {
  const { window, input: from, output: to } = geometry;
  const strideOf = (axis: 0 | 1, before: number) =>
    to[1 + axis] === 1 ? Math.max(window.kernel[axis], from[1 + axis]! + before) : window.stride[axis];
  const stride = [strideOf(0, window.padding.top), strideOf(1, window.padding.left)] as const;
  return { ...geometry, window: { ...window, stride } };
}

/** Each thread owns stride x stride pixels, beginning with its window's first: together all pixels, each once. */
function oneWindowAThread(label: string, geometry: WindowGeometry, finish: Finish): Kernel {
  const { window, input: from, output: to } = geometry;
  const { kernel, stride, padding } = window;
  const { type, groups } = channelsInFours(geometry);
  const mask = type === 'f32' ? 'bool' : 'vec4<bool>';
  const rows = Math.ceil((from[1] + padding.top) / stride[0]);
  const columns = Math.ceil((from[2] + padding.left) / stride[1]);
  return makeKernel({
    label,
    buffers: [...buffersOf(geometry), ...finish.buffers],
    settings: finish.settings,
    declarations: declared(...finish.declarations),
    threads: from[0] * rows * columns * groups,
    body: `
  let c = i32(i % ${groups}u);
  let place = i32(i / ${groups}u);
  ${locate('place', [from[0], rows, columns, groups], ['n', 'oy', 'ox'])}
  // Pixels after the last window belong to no window: their gradient is 0.
  let seen = (oy < ${to[1]}) & (ox < ${to[2]});
  let at = select(0, ((n * ${to[1]} + oy) * ${to[2]} + ox) * ${groups} + c, seen);
  let largest = y[at];
  let gradient = select(${type}(), dy[at], seen);
  var found = ${mask}(false);
  for (var tap = 0; tap < ${stride[0] * stride[1]}; tap++) {
    let ky = tap / ${stride[1]}; let kx = tap % ${stride[1]};
    let iy = oy * ${stride[0]} - ${padding.top} + ky;
    let ix = ox * ${stride[1]} - ${padding.left} + kx;
    if (!${isInside('iy', 'ix', from[1], from[2])}) { continue; }
    let pixel = ((n * ${from[1]} + iy) * ${from[2]} + ix) * ${groups} + c;
    let inWindow = (ky < ${kernel[0]}) & (kx < ${kernel[1]});
    let equal = (x[pixel] == largest) & ${mask}(inWindow);
    dx[pixel] = ${finish.stored(`select(${type}(), gradient, equal & !found)`, 'u32(pixel)')};
    found = found | equal;
  }`,
  });
}

function onePixelAThread(label: string, geometry: WindowGeometry, finish: Finish): Kernel {
  const { window, input: from, output: to } = geometry;
  const { kernel, stride, dilation, padding } = window;
  const { type, groups, xSize } = channelsInFours(geometry);
  const outside = reachesOutside(geometry) ? `if (!${isInside('ey', 'ex', from[1], from[2])}) { continue; }` : '';
  return makeKernel({
    label,
    buffers: [...buffersOf(geometry), ...finish.buffers],
    settings: finish.settings,
    declarations: declared(...finish.declarations),
    threads: xSize,
    body: `
  let c = i32(i % ${groups}u);
  let pixel = i32(i / ${groups}u);
  ${locate('pixel', from, ['n', 'iy', 'ix'])}
  let value = x[i];
  var sum = ${type}();
  for (var tap = 0; tap < ${kernel[0] * kernel[1]}; tap++) {
    ${outputOfTap(geometry, 'iy', 'ix', 'o')}
    if (!oin) { continue; }
    let at = ((n * ${to[1]} + oy) * ${to[2]} + ox) * ${groups} + c;
    let largest = y[at];
    var first = value == largest;
    for (var before = 0; before < tap; before++) {
      let ey = oy * ${stride[0]} - ${padding.top} + before / ${kernel[1]} * ${dilation[0]};
      let ex = ox * ${stride[1]} - ${padding.left} + before % ${kernel[1]} * ${dilation[1]};
      ${outside}
      first = first & (x[((n * ${from[1]} + ey) * ${from[2]} + ex) * ${groups} + c] != largest);
    }
    sum += select(${type}(), dy[at], first);
  }
  dx[i] = ${finish.stored('sum', 'i')};`,
  });
}

function buffersOf(geometry: WindowGeometry): StorageBuffer[] {
  const { type, xSize, ySize } = channelsInFours(geometry);
  return [
    { name: 'x', type, size: xSize, binding: input(0) },
    { name: 'y', type, size: ySize, binding: input(1) },
    { name: 'dy', type, size: ySize, binding: input(2) },
    { name: 'dx', type, size: xSize, binding: output(0) },
  ];
}

// Max pooling, NHWC: y[n, oy, ox, c] = the largest x under the window, padding left out; and its gradient. A thread
// serves one pixel, four channels at a time where they divide by 4. Both overwrite.
//
// The gradient gathers: an input pixel takes dy of each window in which it is the first, in row order, that equals the
// window's maximum (PyTorch's rule), found by comparing x with y, so that the forward kernel need not store indices.
import type { ComputationOf, WindowGeometry } from '../program/program.js';
import { input, type KernelsOf, makeKernel, output, type StorageBuffer } from './kernel.js';
import { f32 } from './wgsl.js';
import { isInside, locate, outputOfTap, reachesOutside } from './window.js';

/** Smaller than any activation: WGSL has no literal for minus infinity. */
const lowest = f32(-3.4028234663852886e38);

export const maxpool: KernelsOf<ComputationOf<'maxpool'>> = ({ computation, layer }) => {
  const { geometry } = computation;
  const { window, input: from, output: to } = geometry;
  const { type, groups, xSize, ySize } = channelsInFours(geometry);
  // A window that sees nothing but padding gives 0.
  const bounded = reachesOutside(geometry);
  const inside = bounded
    ? `if (!${isInside('iy', 'ix', from[1], from[2])}) { continue; }
    seen = true;`
    : '';
  const kernel = makeKernel({
    label: `${layer}: maxpool`,
    buffers: [
      { name: 'x', type, size: xSize, binding: input(0) },
      { name: 'y', type, size: ySize, binding: output(0) },
    ],
    threads: ySize,
    body: `
  let c = i32(i % ${groups}u);
  let pixel = i32(i / ${groups}u);
  ${locate('pixel', to, ['n', 'oy', 'ox'])}
  var largest = ${type}(${lowest});
  var seen = ${!bounded};
  for (var tap = 0; tap < ${window.kernel[0] * window.kernel[1]}; tap++) {
    let iy = oy * ${window.stride[0]} - ${window.padding.top} + tap / ${window.kernel[1]} * ${window.dilation[0]};
    let ix = ox * ${window.stride[1]} - ${window.padding.left} + tap % ${window.kernel[1]} * ${window.dilation[1]};
    ${inside}
    let value = x[((n * ${from[1]} + iy) * ${from[2]} + ix) * ${groups} + c];
    // Unlike max(), keeps a NaN, so that a diverged training shows.
    largest = select(largest, value, (value > largest) | (value != value));
  }
  y[i] = select(${type}(), largest, seen);`,
  });
  return [kernel];
};

export const maxpoolGradient: KernelsOf<ComputationOf<'maxpool-gradient'>> = ({ computation, layer }) => {
  const { geometry } = computation;
  const { window, input: from, output: to } = geometry;
  const { type, groups, xSize, ySize } = channelsInFours(geometry);
  const outside = reachesOutside(geometry) ? `if (!${isInside('ey', 'ex', from[1], from[2])}) { continue; }` : '';
  const kernel = makeKernel({
    label: `${layer}: maxpool gradient`,
    buffers: [
      { name: 'x', type, size: xSize, binding: input(0) },
      { name: 'y', type, size: ySize, binding: input(1) },
      { name: 'dy', type, size: ySize, binding: input(2) },
      { name: 'dx', type, size: xSize, binding: output(0) },
    ],
    threads: xSize,
    body: `
  let c = i32(i % ${groups}u);
  let pixel = i32(i / ${groups}u);
  ${locate('pixel', from, ['n', 'iy', 'ix'])}
  let value = x[i];
  var sum = ${type}();
  for (var tap = 0; tap < ${window.kernel[0] * window.kernel[1]}; tap++) {
    ${outputOfTap(geometry, 'iy', 'ix', 'o')}
    if (!oin) { continue; }
    let at = ((n * ${to[1]} + oy) * ${to[2]} + ox) * ${groups} + c;
    let largest = y[at];
    var first = value == largest;
    for (var before = 0; before < tap; before++) {
      let ey = oy * ${window.stride[0]} - ${window.padding.top} + before / ${window.kernel[1]} * ${window.dilation[0]};
      let ex = ox * ${window.stride[1]} - ${window.padding.left} + before % ${window.kernel[1]} * ${window.dilation[1]};
      ${outside}
      first = first & (x[((n * ${from[1]} + ey) * ${from[2]} + ex) * ${groups} + c] != largest);
    }
    sum += select(${type}(), dy[at], first);
  }
  dx[i] = sum;`,
  });
  return [kernel];
};

/** How the tensors of a pooling are stored: `groups` elements of `type` a pixel. */
export function channelsInFours({ input: from, output: to }: WindowGeometry) {
  const width = from[3] % 4 === 0 ? 4 : 1;
  const groups = from[3] / width;
  const type: StorageBuffer['type'] = width === 4 ? 'vec4f' : 'f32';
  return { type, groups, xSize: from[0] * from[1] * from[2] * groups, ySize: to[0] * to[1] * to[2] * groups };
}

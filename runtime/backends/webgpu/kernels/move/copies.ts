// Copies; NHWC, all overwrite, vec4 where the channels involved divide by 4 (not `shuffle`).
// - copy (`Box` in runtime/ir): y[n, oy, ox, c] = x[n, oy*s + offset, ox*s + offset, c + channel], 0 outside x.
// - its gradient: dy where each value came from, 0 elsewhere.
// - shuffle: y[r, i*groups + g] = x[r, g*(channels/groups) + i].
import type { Box, ComputationOf } from '../../../../ir/index.js';
import { input, type KernelSource, type KernelsOf, output } from '../../shaders/kernel.js';
import { wgsl } from '../../shaders/wgsl.js';
import { declarePixel, isInside } from '../../shaders/window.js';

export const copy: KernelsOf<ComputationOf<'copy'>> = ({ computation, layer }) => {
  const { input: from, output: to, stride, offset } = computation;
  const place = wgsl`let y = ay * ${stride[0]} + ${offset[0]}; let x = ax * ${stride[1]} + ${offset[1]};`;
  return [
    moved(`${layer}: copy`, computation, { from, to }, (channel) => [
      wgsl`${place} let c = ac + ${channel};`,
      isInside('y', 'x', from[1], from[2]),
    ]),
  ];
};

export const copyGradient: KernelsOf<ComputationOf<'copy-gradient'>> = ({ computation, layer }) => {
  const { input: from, output: to, stride, offset } = computation;
  const inside = isInside('sy', 'sx', to[1] * stride[0], to[2] * stride[1]);
  return [
    moved(`${layer}: copy gradient`, computation, { from: to, to: from }, (channel) => [
      wgsl`let sy = ay - ${offset[0]}; let sx = ax - ${offset[1]}; let c = ac - ${channel};
  let y = sy / ${stride[0]}; let x = sx / ${stride[1]};`,
      // Division rounds -1/2 up to 0: the sign of what is divided counts.
      wgsl`${inside} & (sy % ${stride[0]} == 0) & (sx % ${stride[1]} == 0)`,
    ]),
  ];
};

/**
 * Fills image `to` from image `from`. `where` gives WGSL for a place (`ay`, `ax`, `ac`) of `to`: declarations of `y`,
 * `x` and `c`, the place in `from`, and whether that pixel is one; it gets the box's channel in elements.
 */
function moved(
  label: string,
  { channel, input: boxInput, output: boxOutput }: Box,
  { from, to }: { readonly from: Box['input']; readonly to: Box['input'] },
  where: (channel: number) => readonly [place: string, inside: string],
): KernelSource {
  const width = [boxInput[3], boxOutput[3], channel].every((count) => count % 4 === 0) ? 4 : 1;
  const type = width === 4 ? 'vec4f' : 'f32';
  const [fromDepth, toDepth] = [from[3] / width, to[3] / width];
  const size = to[0] * to[1] * to[2] * toDepth;
  const [place, inside] = where(channel / width);
  return {
    label,
    buffers: [
      { name: 'before', type, size: from[0] * from[1] * from[2] * fromDepth, binding: input(0) },
      { name: 'after', type, size, binding: output(0) },
    ],
    threads: size,
    body: ({ load, store }) => wgsl`
  let ac = i32(i % ${toDepth}u);
  let pixel = i32(i / ${toDepth}u);
  ${declarePixel('pixel', to, ['n', 'ay', 'ax'])}
  ${place}
  let inside = ${inside} & (u32(c) < ${fromDepth}u);
  let at = select(0, ((n * ${from[1]} + y) * ${from[2]} + x) * ${fromDepth} + c, inside);
  ${store('after', 'i', `select(${type}(), ${load('before', 'at')}, inside)`)}`,
  };
}

export const shuffle: KernelsOf<ComputationOf<'shuffle'>> = ({ computation, layer }) => {
  const { rows, channels, groups } = computation;
  const size = rows * channels;
  const kernel: KernelSource = {
    label: `${layer}: shuffle`,
    buffers: [
      { name: 'x', type: 'f32', size, binding: input(0) },
      { name: 'y', type: 'f32', size, binding: output(0) },
    ],
    threads: size,
    body: ({ load, store }) => wgsl`
  let c = i % ${channels}u;
  ${store('y', 'i', load('x', wgsl`i - c + c % ${groups}u * ${channels / groups}u + c / ${groups}u`))}`,
  };
  return [kernel];
};

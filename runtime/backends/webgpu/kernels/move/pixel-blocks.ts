// Channels to blocks of pixels and back, NHWC: channel c*block^2 + i*block + j of a deep pixel is channel c of pixel
// (i, j) of its block. One value a thread; overwrites.
import type { ComputationOf, Instruction, PixelBlocks } from '../../../../ir/index.js';
import { input, type KernelSource, type KernelsOf, output } from '../../shaders/kernel.js';
import { wgsl } from '../../shaders/wgsl.js';
import { declarePixel } from '../../shaders/window.js';

export const depthToSpace: KernelsOf<ComputationOf<'depth-to-space'>> = (instruction) => [
  moved(instruction, 'wide', ({ block, deep, wide }) => [
    declarePixel('pixel', wide, ['n', 'y', 'x']),
    wgsl`((n * ${deep[1]} + y / ${block}) * ${deep[2]} + x / ${block}) * ${deep[3]}
    + c * ${block * block} + y % ${block} * ${block} + x % ${block}`,
  ]),
];

export const spaceToDepth: KernelsOf<ComputationOf<'space-to-depth'>> = (instruction) => [
  moved(instruction, 'deep', ({ block, deep, wide }) => [
    wgsl`${declarePixel('pixel', deep, ['n', 'y', 'x'])}
  let inBlock = c % ${block * block};`,
    wgsl`((n * ${wide[1]} + y * ${block} + inBlock / ${block}) * ${wide[2]} + x * ${block} + inBlock % ${block})
    * ${wide[3]} + c / ${block * block}`,
  ]),
];

/** Fills image `to`. `from` gives WGSL for its pixel and channel `c` (i32): declarations, and the value's index. */
function moved(
  { computation, layer }: Instruction & { readonly computation: ComputationOf<'depth-to-space' | 'space-to-depth'> },
  to: 'deep' | 'wide',
  from: (blocks: PixelBlocks) => readonly [declarations: string, at: string],
): KernelSource {
  const [batch, height, width, channels] = computation[to];
  const size = batch * height * width * channels;
  const [declarations, at] = from(computation);
  return {
    label: `${layer}: ${computation.kind}`,
    buffers: [
      { name: 'before', type: 'f32', size, binding: input(0) },
      { name: 'after', type: 'f32', size, binding: output(0) },
    ],
    threads: size,
    body: ({ load, store }) => wgsl`
  let pixel = i32(i / ${channels}u);
  let c = i32(i) - pixel * ${channels};
  ${declarations}
  let at = ${at};
  ${store('after', 'i', load('before', 'at'))}`,
  };
}

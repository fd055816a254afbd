// Max pooling, NHWC: y[n, oy, ox, c] = the largest x under the window, padding left out; NaN stays NaN. One pixel a
// thread, vec4 where the channels divide by 4. Overwrites y.

import type { ComputationOf } from '../../../../ir/index.js';
import type { Emitter } from '../../shaders/emitter.js';
import { emitEpilogue } from '../../shaders/epilogue.js';
import { input, type KernelSource, type KernelsOf, output } from '../../shaders/kernel.js';
import { channelsAsVec4 } from '../../shaders/vec4-access.js';
import { declared, f32 } from '../../shaders/wgsl.js';
import { declarePixel, reachesOutside } from '../../shaders/window.js';
import { eachTap, pixelOf, type Tap } from '../../shaders/window-taps.js';

/** Smaller than any activation: WGSL has no literal for minus infinity. */
const lowest = f32(-3.4028234663852886e38);

export const maxpool: KernelsOf<ComputationOf<'maxpool'>> = (instruction) => {
  const { computation, layer } = instruction;
  const { geometry } = computation;
  const { output: to } = geometry;
  const { type, groups, xSize, ySize } = channelsAsVec4(geometry);
  const bits = type === 'f32' ? 'u32' : 'vec4u';
  // A window that sees nothing but padding gives 0.
  const bounded = reachesOutside(geometry);
  const mask = type === 'f32' ? 'bool' : 'vec4<bool>';
  // Unlike max(), keeps a NaN, so that a diverged training shows. Asked of its bits: compilers may take x != x for
  // false.
  const takeLarger = ({ load }: Emitter, { at, inside }: Tap) => `    let value = ${load('x', at)};
    let isNaN = (bitcast<${bits}>(value) & ${bits}(0x7fffffff)) > ${bits}(0x7f800000);
    largest = select(largest, value, ${inside ? `${mask}(${inside}) & ` : ''}((value > largest) | isNaN));
    ${inside ? `seen = seen | ${inside};` : ''}`;
  const epilogue = emitEpilogue(instruction, { name: 'y', type, size: ySize });
  const kernel: KernelSource = {
    label: `${layer}: maxpool`,
    buffers: [
      { name: 'x', type, size: xSize, binding: input(0) },
      { name: 'y', type, size: ySize, binding: output(0) },
      ...epilogue.buffers,
    ],
    threads: ySize,
    settings: epilogue.settings,
    declarations: (emit) => declared(...epilogue.declare(emit)),
    body: (emit) => `
  ${pixelOf(groups)}
  ${declarePixel('pixel', to, ['n', 'oy', 'ox'])}
  var largest = ${type}(${lowest});
  var seen = ${!bounded};
${eachTap(emit, geometry, groups, (tap) => takeLarger(emit, tap))}
  ${emit.store('y', 'i', epilogue.apply(`select(${type}(), largest, seen)`, 'i'))}`,
  };
  return [kernel];
};

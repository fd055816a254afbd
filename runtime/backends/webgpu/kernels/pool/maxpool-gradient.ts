// Max pooling, gradient: dx[n, iy, ix, c] = sum of dy over the windows whose first maximum, in row order, is this pixel
// (PyTorch's rule), found by comparing x with y: no indices are stored. NHWC, vec4 where channels divide by 4;
// overwrites.
//
// Variants:
// - windows do not overlap: one thread a window writes all its pixels.
// - windows overlap: one kernel writes each window's tap to the workspace, a second gathers, one thread an input pixel.

import { type ComputationOf, type WindowGeometry, windowsOverlap } from '../../../../ir/index.js';
import type { Emitter } from '../../shaders/emitter.js';
import { type EpilogueCode, emitEpilogue } from '../../shaders/epilogue.js';
import {
  input,
  type KernelSource,
  type KernelsOf,
  output,
  type StorageBuffer,
  workspace,
} from '../../shaders/kernel.js';
import { channelsAsVec4 } from '../../shaders/vec4-access.js';
import { declared, wgsl } from '../../shaders/wgsl.js';
import { declarePixel } from '../../shaders/window.js';
import { eachTap, eachWindowOver, pixelOf, type Tap } from '../../shaders/window-taps.js';

export const maxpoolGradient: KernelsOf<ComputationOf<'maxpool-gradient'>> = (instruction) => {
  const { computation, layer } = instruction;
  const geometry = withoutNeighbours(computation.geometry);
  const label = `${layer}: maxpool gradient`;
  const { type, xSize } = channelsAsVec4(geometry);
  const epilogue = emitEpilogue(instruction, { name: 'dx', type, size: xSize });
  if (!windowsOverlap(computation.geometry)) return [oneWindowAThread(label, geometry, epilogue)];
  return [firstMaxima(label, computation.geometry), onePixelAThread(label, computation.geometry, epilogue)];
};

/**
 * Where there is one window along an axis, as over a whole image, its stride says nothing: it might be as long as the
 * image.
 */
function withoutNeighbours(geometry: WindowGeometry): WindowGeometry {
  const { window, input: from, output: to } = geometry;
  const strideOf = (axis: 0 | 1, before: number) =>
    to[1 + axis] === 1 ? Math.max(window.kernel[axis], from[1 + axis] + before) : window.stride[axis];
  const stride = [strideOf(0, window.padding.top), strideOf(1, window.padding.left)] as const;
  return { ...geometry, window: { ...window, stride } };
}

/** Each thread owns stride x stride pixels, beginning with its window's first: together all pixels, each once. */
function oneWindowAThread(label: string, geometry: WindowGeometry, epilogue: EpilogueCode): KernelSource {
  const { window, input: from, output: to } = geometry;
  const { kernel, stride, padding } = window;
  const { type, groups } = channelsAsVec4(geometry);
  const mask = type === 'f32' ? 'bool' : 'vec4<bool>';
  const rows = Math.ceil((from[1] + padding.top) / stride[0]);
  const columns = Math.ceil((from[2] + padding.left) / stride[1]);
  // The window with all the pixels it owns: those that it does not see get 0.
  const owned = {
    ...geometry,
    window: { ...window, kernel: stride },
    output: [from[0], rows, columns, to[3]],
  } as const;
  const inWindow = (tap: string) =>
    kernel[0] === stride[0] && kernel[1] === stride[1]
      ? ''
      : wgsl` & ${mask}((${tap} / ${stride[1]} < ${kernel[0]}) & (${tap} % ${stride[1]} < ${kernel[1]}))`;
  const takeFirst = ({ load, store }: Emitter, { at, inside, number }: Tap) => `    let pixel = ${at};
    let equal = (${load('x', 'pixel')} == largest)${inWindow(number)};
    ${inside ? `if ${inside} ` : ''}{ ${store(
      'dx',
      'pixel',
      epilogue.apply(`select(${type}(), gradient, equal & !found)`, 'u32(pixel)'),
    )} }
    found = found | ${inside ? `(equal & ${mask}(${inside}))` : 'equal'};`;
  return {
    label,
    buffers: [...buffersOf(geometry), ...epilogue.buffers],
    settings: epilogue.settings,
    declarations: (emit) => declared(...epilogue.declare(emit)),
    threads: from[0] * rows * columns * groups,
    body: (emit) => wgsl`
  let place = i32(i / ${groups}u); let c = i32(i) - place * ${groups};
  ${declarePixel('place', [from[0], rows, columns, groups], ['n', 'oy', 'ox'])}
  // Pixels after the last window belong to no window: their gradient is 0.
  let seen = (oy < ${to[1]}) & (ox < ${to[2]});
  let at = select(0, ((n * ${to[1]} + oy) * ${to[2]} + ox) * ${groups} + c, seen);
  let largest = ${emit.load('y', 'at')};
  let gradient = select(${type}(), ${emit.load('dy', 'at')}, seen);
  var found = ${mask}(false);
${eachTap(emit, owned, groups, (tap) => takeFirst(emit, tap))}`,
  };
}

/** Leaves the number of the tap that holds a window's first maximum; -1 where the maximum is no number. */
function firstMaxima(label: string, geometry: WindowGeometry): KernelSource {
  const { type, groups, ySize } = channelsAsVec4(geometry);
  const mask = type === 'f32' ? 'bool' : 'vec4<bool>';
  const [x, y] = buffersOf(geometry);
  return {
    label: `${label}, where the maxima are`,
    buffers: [x, y, { name: 'first_tap', type, size: ySize, binding: workspace }],
    threads: ySize,
    body: (emit) => `
  ${pixelOf(groups)}
  ${declarePixel('pixel', geometry.output, ['n', 'oy', 'ox'])}
  let largest = ${emit.load('y', 'i')};
  var found = ${type}(-1);
${eachTap(
  emit,
  geometry,
  groups,
  ({ at, inside, number }) =>
    `    let equal = (${emit.load('x', at)} == largest) & (found < ${type}())${inside ? ` & ${mask}(${inside})` : ''};
    found = select(found, ${type}(f32(${number})), equal);`,
)}
  ${emit.store('first_tap', 'i', 'found')}`,
  };
}

function onePixelAThread(label: string, geometry: WindowGeometry, epilogue: EpilogueCode): KernelSource {
  const { window, input: from } = geometry;
  const { kernel, stride, dilation, padding } = window;
  const { type, groups, xSize, ySize } = channelsAsVec4(geometry);
  const [, , dy, dx] = buffersOf(geometry);
  return {
    label,
    buffers: [
      { name: 'first_tap', type, size: ySize, binding: workspace, access: 'read' },
      dy,
      dx,
      ...epilogue.buffers,
    ],
    settings: epilogue.settings,
    declarations: (emit) => declared(...epilogue.declare(emit)),
    threads: xSize,
    body: (emit) => `
  ${pixelOf(groups)}
  ${declarePixel('pixel', from, ['n', 'iy', 'ix'])}
  var sum = ${type}();
${eachWindowOver(emit, geometry, groups, ({ oy, ox, at, sees }) => {
  const down = wgsl`(iy + ${padding.top} - ${oy} * ${stride[0]}) / ${dilation[0]}`;
  const across = wgsl`(ix + ${padding.left} - ${ox} * ${stride[1]}) / ${dilation[1]}`;
  const isTap = `(${emit.load('first_tap', 'at')} == ${type}(f32(tap)))`;
  const isSeen = `${type === 'f32' ? 'bool' : 'vec4<bool>'}(${sees})`;
  return wgsl`    let tap = ${down} * ${kernel[1]} + ${across};
    let at = select(0, ${at}, ${sees});
    sum += select(${type}(), ${emit.load('dy', 'at')}, ${isTap} & ${isSeen});`;
})}
  ${emit.store('dx', 'i', epilogue.apply('sum', 'i'))}`,
  };
}

function buffersOf(geometry: WindowGeometry): StorageBuffer[] {
  const { type, xSize, ySize } = channelsAsVec4(geometry);
  return [
    { name: 'x', type, size: xSize, binding: input(0) },
    { name: 'y', type, size: ySize, binding: input(1) },
    { name: 'dy', type, size: ySize, binding: input(2) },
    { name: 'dx', type, size: xSize, binding: output(0) },
  ];
}

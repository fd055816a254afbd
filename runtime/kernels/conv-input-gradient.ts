// Convolution, gradient of its input: dx[n, iy, ix, c] = sum over ky, kx, f of dy[n, oy, ox, f] * w[ky, kx, c, f], where
// oy*s + ky*d - p = iy and ox likewise. Activations NHWC, weights HWIO; overwrites dx. With a bias b[c], which is added,
// this is the forward of a transposed convolution.
//
// With stride 1 it is a convolution of dy by the window turned round, which sliding.ts, blocks.ts and winograd.ts do. Else blocks.ts does it, or this kernel
// gathers (no two threads write one place): each thread keeps a tile of up to 8 input pixels x 8 channels in registers, and
// asks for every tap which output pixel saw its input through it. Filters lie side by side in dy and in w, so four of
// them are one dot product.
import { type Variant, variantOf, withLanes } from '../plan/variants.js';
import {
  type AdapterProfile,
  type ComputationOf,
  type Instruction,
  isDepthwise,
  type WindowGeometry,
} from '../program/index.js';
import { gatheringBlocks, slidingBlocks } from './blocks.js';
import { depthwiseInputGradient } from './depthwise.js';
import { finishOf, ownInputs } from './epilogue.js';
import { input, type Kernel, type KernelsOf, makeKernel, output } from './kernel.js';
import { type Sliding, sliding } from './sliding.js';
import { columnsOf, inFours, packed, rowsOf } from './tile.js';
import { declared, unrolled } from './wgsl.js';
import { asRow, locate, outputOfTap } from './window.js';
import { winograd } from './winograd.js';

export const convInputGradient: KernelsOf<ComputationOf<'conv-input-gradient'>> = (instruction, adapter) => {
  const { geometry, groups } = instruction.computation;
  const label = `${instruction.layer}: conv input gradient`;
  if (isDepthwise(geometry, groups)) return [depthwiseInputGradient(label, geometry, instruction)];
  const variant = variantOf(instruction.computation, adapter);
  if (variant.kind === 'winograd')
    return winograd(turnedRound(label, geometry, groups), variant.sizes, instruction, adapter);
  return [convolutionInputGradient(label, geometry, groups, instruction, variant, adapter)];
};

/** The kernel of [dy, weights, bias?] -> [dx]; also a fully connected layer's, whose image is one pixel. */
export function convolutionInputGradient(
  label: string,
  geometry: WindowGeometry,
  groups: number,
  instruction: Instruction,
  variant: Variant,
  adapter: AdapterProfile,
): Kernel {
  const { stride } = geometry.window;
  if (stride[0] === 1 && stride[1] === 1) {
    const problem = turnedRound(label, asRow(geometry), groups);
    if (variant.kind === 'blocks') return slidingBlocks(problem, variant.tile, instruction);
    return sliding(problem, instruction, withLanes(adapter, variant));
  }
  if (variant.kind === 'blocks') return gatheringBlocks(label, geometry, groups, variant.tile, instruction);
  return gathering(label, geometry, groups, instruction);
}

/** For stride 1: the convolution of dy by the window turned round. */
function turnedRound(label: string, geometry: WindowGeometry, groups: number): Sliding {
  const { input: result, output: source } = geometry;
  const { kernel, stride, dilation, padding } = geometry.window;
  const [height, width] = kernel;
  const filters = source[3];
  const tap = (result[3] / groups) * filters;
  const window = {
    kernel,
    stride,
    dilation,
    padding: { top: (height - 1) * dilation[0] - padding.top, left: (width - 1) * dilation[1] - padding.left },
  };
  const weights = {
    size: height * width * tap,
    first: (height * width - 1) * tap,
    ky: -width * tap,
    kx: -tap,
    channel: 1,
    column: filters,
    group: filters / groups,
  };
  return { label, source, result, window, groups, weights };
}

function gathering(label: string, geometry: WindowGeometry, groups: number, instruction: Instruction): Kernel {
  const hasBias = ownInputs(instruction) > 2;
  const { window, input: from, output: to } = geometry;
  const channels = from[3];
  const filters = to[3];
  const taps = window.kernel[0] * window.kernel[1];
  const depth = filters / groups;
  const groupChannels = channels / groups;
  const pixels = from[0] * from[1] * from[2];
  const columns = columnsOf(channels, groups);
  const rows = rowsOf(pixels, columns);
  const depthInFours = inFours(depth);
  const width = columns.fours ? 4 : 1;
  const result = { name: 'dx', ...packed(columns.fours, pixels * channels) };
  const finish = finishOf(instruction, result);

  const each = (code: (row: number, column: number) => string) =>
    unrolled(rows, (row) => unrolled(columns.count, (column) => code(row, column)));
  const load = (tensor: string, at: string) => (depthInFours ? `${tensor}[(${at}) >> 2]` : `${tensor}[${at}]`);
  const product = (row: number, channel: number) =>
    depthInFours ? `dot(d${row}, w${channel})` : `d${row} * w${channel}`;
  const products = (row: number, column: number) =>
    columns.fours ? `vec4f(${[0, 1, 2, 3].map((k) => product(row, 4 * column + k)).join(', ')})` : product(row, column);

  const body = `
${columns.locate('i')}
  let pixel = i32(i / ${columns.tiles}) * ${rows};
${unrolled(rows, (row) => `  let p${row} = min(pixel + ${row}, ${pixels - 1}); ${locate(`p${row}`, from, [`n${row}`, `iy${row}`, `ix${row}`])}`)}
${each((row, column) => `  var sum${row}_${column} = ${hasBias ? columns.load('bias', 'column', column) : columns.zero};`)}
  for (var tap = 0; tap < ${taps}; tap++) {
${unrolled(rows, (row) => `    ${outputOfTap(geometry, `iy${row}`, `ix${row}`, `o${row}`)}`)}
${unrolled(rows, (row) => `    let at${row} = select(0, ((n${row} * ${to[1]} + o${row}y) * ${to[2]} + o${row}x) * ${filters} + group * ${depth}, o${row}in);`)}
    let wAt = (tap * ${groupChannels} + place) * ${filters} + group * ${depth};
    for (var f = 0; f < ${depth}; f += ${depthInFours ? 4 : 1}) {
${unrolled(rows, (row) => `      let d${row} = select(${depthInFours ? 'vec4f()' : '0.0f'}, ${load('dy', `at${row} + f`)}, o${row}in);`)}
${unrolled(width * columns.count, (channel) => `      let w${channel} = ${load('weights', `wAt + ${channel * filters} + f`)};`)}
${each((row, column) => `      sum${row}_${column} += ${products(row, column)};`)}
    }
  }
${unrolled(
  rows,
  (row) => `  if (pixel + ${row} < ${pixels}) {
    let at = (pixel + ${row}) * ${channels} + column;
${unrolled(columns.count, (column) => columns.store('dx', 'at', column, (element) => finish.stored(`sum${row}_${column}`, `u32(${element})`)))}
  }`,
)}`;
  return makeKernel({
    label,
    buffers: [
      { name: 'dy', ...packed(depthInFours, to[0] * to[1] * to[2] * filters), binding: input(0) },
      { name: 'weights', ...packed(depthInFours, taps * groupChannels * filters), binding: input(1) },
      ...(hasBias ? [{ name: 'bias', ...packed(columns.fours, channels), binding: input(2) }] : []),
      { ...result, binding: output(0) },
      ...finish.buffers,
    ],
    threads: Math.ceil(pixels / rows) * columns.tiles,
    settings: finish.settings,
    declarations: declared(...finish.declarations),
    body,
  });
}

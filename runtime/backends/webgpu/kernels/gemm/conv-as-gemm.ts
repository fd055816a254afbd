// Convolutions, fully connected layers and their gradients as tiled GEMMs (tiled-gemm.ts). Implicit: patches under a
// window are not materialised, each thread finds its values in the image (tiled-gemm-operands.ts). NHWC; all overwrite.

import { type Instruction, productSizes, sizeOf, type WindowGeometry } from '../../../../ir/index.js';
import { emitEpilogue, ownInputs } from '../../shaders/epilogue.js';
import { input, type KernelSource, output, workspace } from '../../shaders/kernel.js';
import { reducePartials } from '../../shaders/reduce-partials.js';
import { declareElements, fitsVec4 } from '../../shaders/vec4-access.js';
import { declared, wgsl } from '../../shaders/wgsl.js';
import { flattenPointwise, readStrides } from '../../shaders/window.js';
import type { BlockTile } from '../../variants/block-tile.js';
import type { Variant } from '../../variants/variants.js';
import type { ConvShape, DirectConv } from '../direct-conv/problem.js';
import { type GemmOperand, tiledGemm } from './tiled-gemm.js';
import { gradientPatches, imagePatches, pixelsOperand, weightsOperand } from './tiled-gemm-operands.js';

type Blocks = Extract<Variant, { kind: 'blocks' }>;

/** The same convolution as direct-conv.ts; every tile of either computes the same, but for rounding. */
export function convAsGemm(problem: DirectConv, tile: BlockTile, instruction: Instruction): KernelSource {
  const { source, result, window, groups } = problem;
  const steps = readStrides(source, groups);
  return pixelGemm(problem, tile, instruction, imagePatches({ tensor: 'source', steps, window }, source, result));
}

/** The kernel of [dy, weights, bias?] -> [dx], for any stride. */
export function convInputGradientAsGemm(
  { label, geometry, groups }: ConvShape,
  tile: BlockTile,
  instruction: Instruction,
): KernelSource {
  const { window, input: result, output: source } = geometry;
  const [filters, depth] = [source[3], source[3] / groups];
  const tap = (result[3] / groups) * filters;
  const [height, width] = window.kernel;
  const weights = {
    size: height * width * tap,
    first: 0,
    ky: width * tap,
    kx: tap,
    channel: 1,
    column: filters,
    group: depth,
  };
  const problem = { label, source, result, window, groups, weights };
  return pixelGemm(problem, tile, instruction, gradientPatches('source', geometry, groups));
}

/** A row for each pixel of the result, a column for each of its channels in a group. */
function pixelGemm(problem: DirectConv, tile: BlockTile, instruction: Instruction, left: GemmOperand): KernelSource {
  const { label, source, result, window, groups, weights } = problem;
  const to = readStrides(result, groups);
  const depth = source[3] / groups;
  const right = weightsOperand(weights, depth, to.depth);
  const isVec4 = fitsVec4(to.depth);
  const stored = declareElements(isVec4, sizeOf(result));
  const hasBias = ownInputs(instruction) > 2;
  const epilogue = emitEpilogue(instruction, { name: 'result', ...stored });
  const sum = window.kernel[0] * window.kernel[1] * depth;
  return tiledGemm({
    label,
    tile,
    groups,
    rows: result[0] * result[1] * result[2],
    columns: to.depth,
    sum,
    pieces: 1,
    piece: sum,
    left,
    right,
    buffers: [
      { name: 'source', ...declareElements(left.isVec4, sizeOf(source)), binding: input(0) },
      { name: 'weights', ...declareElements(right.isVec4, weights.size), binding: input(1) },
      ...(hasBias ? [{ name: 'bias', ...declareElements(isVec4, result[3]), binding: input(2) }] : []),
      { name: 'result', ...stored, binding: output(0) },
      ...epilogue.buffers,
    ],
    settings: epilogue.settings,
    declarations: (emit) => declared(...epilogue.declare(emit)),
    store({ load, store }, row, column, value) {
      const shift = isVec4 ? ' >> 2' : '';
      const biased = hasBias ? `${load('bias', wgsl`(group * ${to.depth} + ${column})${shift}`)} + ${value}` : value;
      const stored = store('result', 'to', epilogue.apply(biased, 'u32(to)'));
      return wgsl`let to = ((${row}) * ${to.pixel} + group * ${to.group} + ${column})${shift}; ${stored}`;
    },
  });
}

/** The kernels of [x, dy] -> [dweights]: a row for each (ky, kx, channel), a column for each filter of a group. */
export function convWeightGradientAsGemm(
  label: string,
  geometry: WindowGeometry,
  groups: number,
  { tile, pieces, piece }: Blocks,
): KernelSource[] {
  const { window, input: from, output: to } = flattenPointwise(geometry);
  const filters = to[3];
  const left = imagePatches({ tensor: 'x', steps: readStrides(from, groups), window }, from, to, true);
  const right = pixelsOperand('dy', readStrides(to, groups));
  const sizes = productSizes({ kind: 'conv-weight-gradient', geometry, groups })!;
  const size = sizes.rows * filters;
  const isVec4 = fitsVec4(sizes.columns);
  const partial = tiledGemm({
    ...sizes,
    label,
    tile,
    pieces,
    piece,
    left,
    right,
    buffers: [
      { name: 'x', ...declareElements(left.isVec4, sizeOf(from)), binding: input(0) },
      { name: 'dy', ...declareElements(right.isVec4, sizeOf(to)), binding: input(1) },
      { name: 'dw', ...declareElements(isVec4, pieces * size), binding: pieces > 1 ? workspace : output(0) },
    ],
    store: ({ store }, row, column, value) =>
      store(
        'dw',
        wgsl`(piece * ${size} + (${row}) * ${filters} + group * ${sizes.columns} + ${column})${isVec4 ? ' >> 2' : ''}`,
        value,
      ),
  });
  return pieces > 1 ? [partial, reducePartials(label, size, pieces)] : [partial];
}

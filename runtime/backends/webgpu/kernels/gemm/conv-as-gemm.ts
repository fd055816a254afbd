// Convolutions, fully connected layers and their gradients as matrix products by blocks (block-product.ts). What lies
// under a window is never written out: each thread finds its own in the image (block-operands.ts). NHWC; all
// overwrite.

import { type Instruction, productSizes, sizeOf, type WindowGeometry } from '../../../../ir/index.js';
import { emitEpilogue, ownInputs } from '../../shaders/epilogue.js';
import { input, type KernelSource, output, workspace } from '../../shaders/kernel.js';
import { reducePartials } from '../../shaders/reduce-partials.js';
import { inFours, packed } from '../../shaders/vec4-access.js';
import { declared, wgsl } from '../../shaders/wgsl.js';
import { asRow, stepsOf } from '../../shaders/window.js';
import type { BlockTile } from '../../variants/block-tile.js';
import type { Variant } from '../../variants/variants.js';
import type { Sliding } from '../direct-conv/problem.js';
import { type BlockOperand, blockProduct } from './tiled-gemm.js';
import { pixelsOperand, slidOver, slidUnder, weightsOperand } from './tiled-gemm-operands.js';

type Blocks = Extract<Variant, { kind: 'blocks' }>;

/** The kernel of what sliding.ts does: every tile of either computes the same, but for rounding. */
export function slidingBlocks(problem: Sliding, tile: BlockTile, instruction: Instruction): KernelSource {
  const { source, result, window, groups } = problem;
  const steps = stepsOf(source, groups);
  return pixelProduct(problem, tile, instruction, slidOver({ tensor: 'source', steps, window }, source, result));
}

/** The kernel of [dy, weights, bias?] -> [dx], for any stride. */
export function gatheringBlocks(
  label: string,
  geometry: WindowGeometry,
  groups: number,
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
  return pixelProduct(problem, tile, instruction, slidUnder('source', geometry, groups));
}

/** A row for each pixel of the result, a column for each of its channels in a group. */
function pixelProduct(problem: Sliding, tile: BlockTile, instruction: Instruction, left: BlockOperand): KernelSource {
  const { label, source, result, window, groups, weights } = problem;
  const to = stepsOf(result, groups);
  const depth = source[3] / groups;
  const right = weightsOperand(weights, depth, to.depth);
  const fours = inFours(to.depth);
  const stored = packed(fours, sizeOf(result));
  const hasBias = ownInputs(instruction) > 2;
  const epilogue = emitEpilogue(instruction, { name: 'result', ...stored });
  const sum = window.kernel[0] * window.kernel[1] * depth;
  return blockProduct({
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
      { name: 'source', ...packed(left.fours, sizeOf(source)), binding: input(0) },
      { name: 'weights', ...packed(right.fours, weights.size), binding: input(1) },
      ...(hasBias ? [{ name: 'bias', ...packed(fours, result[3]), binding: input(2) }] : []),
      { name: 'result', ...stored, binding: output(0) },
      ...epilogue.buffers,
    ],
    settings: epilogue.settings,
    declarations: (emit) => declared(...epilogue.declare(emit)),
    store({ load, store }, row, column, value) {
      const shift = fours ? ' >> 2' : '';
      const biased = hasBias ? `${load('bias', wgsl`(group * ${to.depth} + ${column})${shift}`)} + ${value}` : value;
      return wgsl`let to = ((${row}) * ${to.pixel} + group * ${to.group} + ${column})${shift}; ${store('result', 'to', epilogue.apply(biased, 'u32(to)'))}`;
    },
  });
}

/** The kernels of [x, dy] -> [dweights]: a row for each (ky, kx, channel), a column for each filter of a group. */
export function weightGradientBlocks(
  label: string,
  geometry: WindowGeometry,
  groups: number,
  { tile, pieces, piece }: Blocks,
): KernelSource[] {
  const { window, input: from, output: to } = asRow(geometry);
  const filters = to[3];
  const left = slidOver({ tensor: 'x', steps: stepsOf(from, groups), window }, from, to, true);
  const right = pixelsOperand('dy', stepsOf(to, groups));
  const sizes = productSizes({ kind: 'conv-weight-gradient', geometry, groups })!;
  const size = sizes.rows * filters;
  const fours = inFours(sizes.columns);
  const partial = blockProduct({
    ...sizes,
    label,
    tile,
    pieces,
    piece,
    left,
    right,
    buffers: [
      { name: 'x', ...packed(left.fours, sizeOf(from)), binding: input(0) },
      { name: 'dy', ...packed(right.fours, sizeOf(to)), binding: input(1) },
      { name: 'dw', ...packed(fours, pieces * size), binding: pieces > 1 ? workspace : output(0) },
    ],
    store: ({ store }, row, column, value) =>
      store(
        'dw',
        wgsl`(piece * ${size} + (${row}) * ${filters} + group * ${sizes.columns} + ${column})${fours ? ' >> 2' : ''}`,
        value,
      ),
  });
  return pieces > 1 ? [partial, reducePartials(label, size, pieces)] : [partial];
}

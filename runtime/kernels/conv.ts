// Convolution, forward: y[n, oy, ox, f] = b[f] + sum over ky, kx, c of x[n, iy, ix, c] * w[ky, kx, c, f], where
// iy = oy*s + ky*d - p and ix likewise. Activations NHWC, weights HWIO; overwrites y.
//
// A direct kernel: each thread keeps a tile of up to 8 output pixels x 8 filters in registers and walks the taps and channels
// once, so that every load of an x serves 8 filters and every load of a w serves 8 pixels. Loads, not arithmetic, are
// what bounds it. Pixels are numbered through the whole batch, so a tile may cross rows and images.
import type { ComputationOf, Instruction, WindowGeometry } from '../program/program.js';
import { depthwise, isDepthwise } from './depthwise.js';
import { finishOf, ownInputs } from './epilogue.js';
import { input, type Kernel, type KernelsOf, makeKernel, output } from './kernel.js';
import { columnsOf, inFours, packed, rowsOf } from './tile.js';
import { declared, unrolled } from './wgsl.js';
import { isInside, locate, reachesOutside } from './window.js';

export const conv: KernelsOf<ComputationOf<'conv'>> = (instruction) => {
  const { geometry, groups } = instruction.computation;
  const label = `${instruction.layer}: conv`;
  if (isDepthwise(geometry, groups)) return [depthwise(label, geometry, instruction)];
  return [convolution(label, geometry, groups, instruction)];
};

/** The kernel of [x, weights, bias?] -> [y]; also a fully connected layer's, whose image is one pixel. */
export function convolution(label: string, geometry: WindowGeometry, groups: number, instruction: Instruction): Kernel {
  const hasBias = ownInputs(instruction) > 2;
  const { window, input: from, output: to } = geometry;
  const { kernel, stride, dilation, padding } = window;
  const [batch, height, width, channels] = from;
  const filters = to[3];
  const taps = kernel[0] * kernel[1];
  const depth = channels / groups;
  const pixels = to[0] * to[1] * to[2];
  const columns = columnsOf(filters, groups);
  const rows = rowsOf(pixels, columns);
  const depthInFours = inFours(depth);
  const bounded = reachesOutside(geometry);
  const result = { name: 'y', ...packed(columns.fours, pixels * filters) };
  const finish = finishOf(instruction, result);

  const each = (code: (row: number, column: number) => string) =>
    unrolled(rows, (row) => unrolled(columns.count, (column) => code(row, column)));
  const ifInside = (row: number, value: string, otherwise: string) =>
    bounded ? `select(${otherwise}, ${value}, in${row})` : value;
  const xAt = (row: number) => (depthInFours ? `x[(at${row} + c) >> 2]` : `x[at${row} + c]`);
  const zero = depthInFours ? 'vec4f()' : '0.0f';
  /** One channel's products, `c` + `k`. */
  const products = (k: number) => `
${unrolled(columns.count, (column) => `      let w${k}_${column} = ${columns.load('weights', `wAt + (c + ${k}) * ${filters}`, column)};`)}
${each((row, column) => `      sum${row}_${column} += x${row}${depthInFours ? `[${k}]` : ''} * w${k}_${column};`)}`;

  const body = `
${columns.locate('i')}
  let pixel = i32(i / ${columns.tiles}) * ${rows};
${unrolled(rows, (row) => `  let p${row} = min(pixel + ${row}, ${pixels - 1}); ${locate(`p${row}`, to, [`n${row}`, `oy${row}`, `ox${row}`])}`)}
${each((row, column) => `  var sum${row}_${column} = ${hasBias ? columns.load('bias', 'column', column) : columns.zero};`)}
  for (var tap = 0; tap < ${taps}; tap++) {
    let ky = tap / ${kernel[1]} * ${dilation[0]} - ${padding.top};
    let kx = tap % ${kernel[1]} * ${dilation[1]} - ${padding.left};
${unrolled(rows, (row) => `    let iy${row} = oy${row} * ${stride[0]} + ky; let ix${row} = ox${row} * ${stride[1]} + kx;`)}
${bounded ? unrolled(rows, (row) => `    let in${row} = ${isInside(`iy${row}`, `ix${row}`, height, width)};`) : ''}
${unrolled(rows, (row) => `    let at${row} = ${ifInside(row, `((n${row} * ${height} + iy${row}) * ${width} + ix${row}) * ${channels} + group * ${depth}`, '0')};`)}
    let wAt = tap * ${depth * filters} + column;
    for (var c = 0; c < ${depth}; c += ${depthInFours ? 4 : 1}) {
${unrolled(rows, (row) => `      let x${row} = ${ifInside(row, xAt(row), zero)};`)}
${unrolled(depthInFours ? 4 : 1, products)}
    }
  }
${unrolled(
  rows,
  (row) => `  if (pixel + ${row} < ${pixels}) {
    let at = (pixel + ${row}) * ${filters} + column;
${unrolled(columns.count, (column) => columns.store('y', 'at', column, (element) => finish.stored(`sum${row}_${column}`, `u32(${element})`)))}
  }`,
)}`;
  return makeKernel({
    label,
    buffers: [
      { name: 'x', ...packed(depthInFours, batch * height * width * channels), binding: input(0) },
      { name: 'weights', ...packed(columns.fours, taps * depth * filters), binding: input(1) },
      ...(hasBias ? [{ name: 'bias', ...packed(columns.fours, filters), binding: input(2) }] : []),
      { ...result, binding: output(0) },
      ...finish.buffers,
    ],
    threads: Math.ceil(pixels / rows) * columns.tiles,
    settings: finish.settings,
    declarations: declared(...finish.declarations),
    body,
  });
}

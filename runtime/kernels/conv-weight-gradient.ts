// Convolution, gradient of its weights: dw[ky, kx, c, f] = sum over n, oy, ox of x[n, iy, ix, c] * dy[n, oy, ox, f], where
// iy = oy*s + ky*d - p and ix likewise. Activations NHWC, weights HWIO; overwrites dw.
//
// An implicit matrix product: rows are (ky, kx, c) as HWIO lays them out, columns are filters, and the sum runs over
// every output pixel of the batch. Each thread keeps 8 rows x 8 columns in registers. The sum is far longer than the
// result is large, so plan/splits.ts cuts it into pieces; their partial results lie in the workspace, one after the
// other, until a second kernel adds them.
import { gradientTile, splitsOf } from '../plan/splits.js';
import type { ComputationOf, WindowGeometry } from '../program/program.js';
import { depthwiseWeightGradient, isDepthwise } from './depthwise.js';
import { input, type Kernel, type KernelsOf, makeKernel, output, workspace } from './kernel.js';
import { sumOfSplits } from './sum-of-splits.js';
import { columnsOf, inFours, packed } from './tile.js';
import { unrolled } from './wgsl.js';
import { isInside, locate, reachesOutside } from './window.js';

export const convWeightGradient: KernelsOf<ComputationOf<'conv-weight-gradient'>> = ({ computation, layer }) => {
  const { geometry, groups } = computation;
  const label = `${layer}: conv weight gradient`;
  if (isDepthwise(geometry, groups)) return depthwiseWeightGradient(label, computation);
  return convolutionWeightGradient(label, geometry, groups, splitsOf(computation));
};

/** The kernels of [x, dy] -> [dweights]; also a fully connected layer's, whose image is one pixel. */
export function convolutionWeightGradient(
  label: string,
  geometry: WindowGeometry,
  groups: number,
  splits: number,
): Kernel[] {
  const { window, input: from, output: to } = geometry;
  const { kernel, stride, dilation, padding } = window;
  const [batch, height, width, channels] = from;
  const filters = to[3];
  const depth = channels / groups;
  const rows = kernel[0] * kernel[1] * depth;
  const pixels = to[0] * to[1] * to[2];
  const piece = Math.ceil(pixels / splits);
  const columns = columnsOf(filters, groups);
  const bounded = reachesOutside(geometry);
  // Rows are loaded by four channels of one tap where the channels divide by 4, else one by one.
  const depthInFours = inFours(depth);
  const loadRows = depthInFours ? 4 : 1;
  const loads = Math.min(gradientTile.rows, rows) / loadRows;
  const tileRows = loads * loadRows;
  const rowTiles = Math.ceil(rows / tileRows);
  const size = rows * filters;
  const target = splits > 1 ? 'partial' : 'dw';

  const each = (code: (row: number, column: number) => string) =>
    unrolled(tileRows, (row) => unrolled(columns.count, (column) => code(row, column)));
  const locateLoad = (load: number) => `
  let row${load} = min(row + ${load * loadRows}, ${rows - loadRows});
  let tap${load} = row${load} / ${depth};
  let ky${load} = tap${load} / ${kernel[1]} * ${dilation[0]} - ${padding.top};
  let kx${load} = tap${load} % ${kernel[1]} * ${dilation[1]} - ${padding.left};
  let c${load} = row${load} % ${depth} + group * ${depth};`;
  const loadX = (load: number) => {
    const at = `((n * ${height} + iy${load}) * ${width} + ix${load}) * ${channels} + c${load}`;
    const inside = isInside(`iy${load}`, `ix${load}`, height, width);
    const value = (index: string) => (depthInFours ? `x[(${index}) >> 2]` : `x[${index}]`);
    const zero = depthInFours ? 'vec4f()' : '0.0f';
    return `    let iy${load} = oy * ${stride[0]} + ky${load}; let ix${load} = ox * ${stride[1]} + kx${load};
    ${
      bounded
        ? `let in${load} = ${inside}; let x${load} = select(${zero}, ${value(`select(0, ${at}, in${load})`)}, in${load});`
        : `let x${load} = ${value(at)};`
    }`;
  };
  const xOf = (row: number) => (depthInFours ? `x${row >> 2}[${row & 3}]` : `x${row}`);

  const body = `
${columns.locate('i')}
  let row = i32(i / ${columns.tiles} % ${rowTiles}) * ${tileRows};
  let split = i32(i / ${columns.tiles * rowTiles});
${unrolled(loads, locateLoad)}
${each((row, column) => `  var sum${row}_${column} = ${columns.zero};`)}
  let end = min((split + 1) * ${piece}, ${pixels});
  for (var p = split * ${piece}; p < end; p++) {
    ${locate('p', to, ['n', 'oy', 'ox'])}
${unrolled(columns.count, (column) => `    let d${column} = ${columns.load('dy', `p * ${filters} + column`, column)};`)}
${unrolled(loads, loadX)}
${each((row, column) => `    sum${row}_${column} += ${xOf(row)} * d${column};`)}
  }
${unrolled(
  tileRows,
  (row) => `  if (row + ${row} < ${rows}) {
    let at = split * ${size} + (row + ${row}) * ${filters} + column;
${unrolled(columns.count, (column) => columns.store(target, 'at', column, () => `sum${row}_${column}`))}
  }`,
)}`;
  const partial = makeKernel({
    label,
    buffers: [
      { name: 'x', ...packed(depthInFours, batch * height * width * channels), binding: input(0) },
      { name: 'dy', ...packed(columns.fours, pixels * filters), binding: input(1) },
      { name: target, ...packed(columns.fours, splits * size), binding: splits > 1 ? workspace : output(0) },
    ],
    threads: columns.tiles * rowTiles * splits,
    body,
  });
  return splits > 1 ? [partial, sumOfSplits(label, size, splits)] : [partial];
}

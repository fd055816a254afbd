// Convolution, gradient of its weights: dw[ky, kx, c, f] = sum over n, oy, ox of x[n, iy, ix, c] * dy[n, oy, ox, f], where
// iy = oy*s + ky*d - p and ix likewise. Activations NHWC, weights HWIO; overwrites dw.
//
// An implicit matrix product: rows are (ky, kx, c) as HWIO lays them out, columns are filters, and the sum runs over
// every output pixel of the batch. Each thread keeps 8 rows x 8 columns in registers. The sum is far longer than the
// result is large, so plan/splits.ts cuts it into pieces; their partial results lie in the workspace, one after the
// other, until a second kernel adds them.
import { gradientTile, splitsOf } from '../plan/splits.js';
import type { ComputationOf, WindowGeometry } from '../program/program.js';
import { input, type Kernel, type KernelsOf, makeKernel, output, workspace } from './kernel.js';
import { sumOfSplits } from './sum-of-splits.js';
import { unrolled } from './wgsl.js';
import { load4, locate, reachesOutside, store4 } from './window.js';

export const convWeightGradient: KernelsOf<ComputationOf<'conv-weight-gradient'>> = ({ computation, layer }) =>
  convolutionWeightGradient(
    `${layer}: conv weight gradient`,
    computation.geometry,
    computation.groups,
    splitsOf(computation),
  );

/** The kernels of [x, dy] -> [dweights]; also a fully connected layer's, whose image is one pixel. */
export function convolutionWeightGradient(
  label: string,
  geometry: WindowGeometry,
  groups: number,
  splits: number,
): Kernel[] {
  const { window, input: from, output: to } = geometry;
  const [, height, width, channels] = from;
  const filters = to[3];
  const groupChannels = channels / groups;
  const groupFilters = filters / groups;
  const rows = window.kernel[0] * window.kernel[1] * groupChannels;
  const pixels = to[0] * to[1] * to[2];
  const piece = Math.ceil(pixels / splits);
  const rowTiles = Math.ceil(rows / gradientTile.rows);
  const quads = groupFilters > 4 ? 2 : 1;
  const groupTiles = Math.ceil(groupFilters / (4 * quads));
  const columnTiles = groups * groupTiles;
  const xInFours = groupChannels % 4 === 0;
  const dyInFours = groupFilters % 4 === 0;
  const bounded = reachesOutside(geometry);
  // x is loaded by four channels of one tap, or one by one.
  const loadWidth = xInFours ? 4 : 1;
  const loads = Math.min(gradientTile.rows, rows) / loadWidth;
  const size = rows * filters;

  const rowOf = (u: number) => `
  let row${u} = min(row + ${u * loadWidth}, ${rows - loadWidth});
  let tap${u} = row${u} / ${groupChannels};
  let ky${u} = tap${u} / ${window.kernel[1]} * ${window.dilation[0]} - ${window.padding.top};
  let kx${u} = tap${u} % ${window.kernel[1]} * ${window.dilation[1]} - ${window.padding.left};
  let c${u} = row${u} % ${groupChannels} + group * ${groupChannels};`;
  const loadOf = (u: number) => {
    const at = `((n * ${height} + iy${u}) * ${width} + ix${u}) * ${channels} + c${u}`;
    const [type, load] = xInFours ? ['vec4f', `x[(${at}) >> 2]`] : ['f32', `x[${at}]`];
    const inside = `iy${u} >= 0 && iy${u} < ${height} && ix${u} >= 0 && ix${u} < ${width}`;
    return `    let iy${u} = oy * ${window.stride[0]} + ky${u}; let ix${u} = ox * ${window.stride[1]} + kx${u};
    var x${u} = ${type}();
    ${bounded ? `if (${inside}) { x${u} = ${load}; }` : `x${u} = ${load};`}`;
  };
  const xOf = (r: number) => (xInFours ? `x${r >> 2}[${r & 3}]` : `x${r}`);
  const tileRows = loads * loadWidth;
  const target = splits > 1 ? 'partial' : 'dw';

  const body = `
  let part = i32(i % ${columnTiles});
  let group = part / ${groupTiles};
  let place = part % ${groupTiles} * ${4 * quads};
  let f = group * ${groupFilters} + place;
  let row = i32(i / ${columnTiles} % ${rowTiles}) * ${gradientTile.rows};
  let split = i32(i / ${columnTiles * rowTiles});
${unrolled(loads, rowOf)}
${unrolled(tileRows, (r) => unrolled(quads, (q) => `  var sum${r}_${q} = vec4f();`))}
  let end = min((split + 1) * ${piece}, ${pixels});
  for (var p = split * ${piece}; p < end; p++) {
    ${locate('p', to, ['n', 'oy', 'ox'])}
${unrolled(quads, (q) => `    let d${q} = ${load4('dy', `p * ${filters} + f + ${4 * q}`, dyInFours)};`)}
${unrolled(loads, loadOf)}
${unrolled(tileRows, (r) => unrolled(quads, (q) => `    sum${r}_${q} += ${xOf(r)} * d${q};`))}
  }
${unrolled(
  tileRows,
  (r) => `  if (row + ${r} < ${rows}) {
    let at = split * ${size} + (row + ${r}) * ${filters} + f;
    ${unrolled(quads, (q) => store4(target, `at + ${4 * q}`, `sum${r}_${q}`, `place + ${4 * q}`, groupFilters, dyInFours))}
  }`,
)}`;
  const four = (inFours: boolean, count: number) =>
    inFours ? ({ type: 'vec4f', size: count / 4 } as const) : ({ type: 'f32', size: count } as const);
  const kernel = makeKernel({
    label,
    buffers: [
      { name: 'x', ...four(xInFours, from[0] * height * width * channels), binding: input(0) },
      { name: 'dy', ...four(dyInFours, pixels * filters), binding: input(1) },
      { name: target, ...four(dyInFours, splits * size), binding: splits > 1 ? workspace : output(0) },
    ],
    threads: columnTiles * rowTiles * splits,
    body,
  });
  return splits > 1 ? [kernel, sumOfSplits(label, size, splits)] : [kernel];
}

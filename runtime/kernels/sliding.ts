// The kernel behind convolutions, their input gradients of stride 1, and fully connected layers: result[n, y, x, column] =
// bias[column] + sum over ky, kx, c of source[n, y*s + ky*d - p, x*s + kx*d - p, c] * weight(ky, kx, c, column). NHWC; overwrites.
//
// Each thread keeps a tile of neighbouring pixels of one row x columns in registers. A turn of its loop takes one channel
// and one row of the window: each value it loads serves every tap of the row that falls on it, and every column. Loads
// bind, not arithmetic, and a weight is the same for all pixels: with `quad`, four lanes load one each and hand them
// round. Which tile: sliding-tile.ts.
import type { Window } from '../../language/graph/index.js';
import { type AdapterProfile, type Extents, type Instruction, sizeOf } from '../program/index.js';
import { finishOf, ownInputs } from './epilogue.js';
import { input, type Kernel, makeKernel, output } from './kernel.js';
import { positionsOf, type SlidingTile, slidingTileOf } from './sliding-tile.js';
import { inFours, packed } from './tile.js';
import { chosen, declared, unrolled } from './wgsl.js';
import { stepsOf } from './window.js';

/** [source, weights, bias?] -> [result] */
export interface Sliding {
  readonly label: string;
  readonly source: Extents;
  readonly result: Extents;
  readonly window: Pick<Window, 'kernel' | 'stride' | 'dilation'> & { readonly padding: { top: number; left: number } };
  readonly groups: number;
  /** Where the weight of (ky, kx, c, column) lies: `first` + the sum of these times the index; `group` likewise. */
  readonly weights: {
    readonly size: number;
    readonly first: number;
    readonly ky: number;
    readonly kx: number;
    readonly channel: number;
    readonly column: number;
    readonly group: number;
  };
}

export function sliding(problem: Sliding, instruction: Instruction, adapter: AdapterProfile): Kernel {
  const { window, result, groups } = problem;
  const tile = slidingTileOf(
    {
      rows: result[0] * result[1],
      width: result[2],
      columns: result[3] / groups,
      groups,
      kernel: window.kernel[1],
      stride: window.stride[1],
      dilation: window.dilation[1],
    },
    adapter,
  );
  return slidingKernel(problem, tile, instruction);
}

/** The kernel with a given tile; every tile computes the same. */
export function slidingKernel(problem: Sliding, tile: SlidingTile, instruction: Instruction): Kernel {
  const { label, source, result, window, groups, weights } = problem;
  const { pixels, taps } = tile;
  const quad = tile.sharing === 'quad';
  const [batch, height, width, channels] = source;
  const depth = channels / groups;
  // How far apart in memory pixels lie, and groups: in the source and in the result.
  const from = stepsOf(source, groups);
  const to = stepsOf(result, groups);
  const inGroup = to.depth;
  const tiles = Math.ceil(inGroup / tile.columns);
  const tilesInRow = Math.ceil(result[2] / pixels);
  const rowTiles = batch * result[1] * tilesInRow;
  const turns = window.kernel[1] / taps;
  const hasBias = ownInputs(instruction) > 2;
  const fours = inFours(inGroup);
  // Four neighbouring weights in one load, where they lie so and a thread loads them for itself.
  const weightsInFours = !quad && fours && weights.column === 1 && weights.size % 4 === 0;
  const stored = packed(fours, sizeOf(result));
  const finish = finishOf(instruction, { name: 'result', ...stored });

  const vectors = Array.from({ length: Math.ceil(tile.columns / 4) }, (_, index) => {
    const size = Math.min(4, tile.columns - 4 * index);
    return { index, size, type: size === 1 ? 'f32' : `vec${size}f` };
  });
  const ofColumns = (size: number, value: (column: number) => string) =>
    size === 1 ? value(0) : `vec${size}f(${Array.from({ length: size }, (_, column) => value(column)).join(', ')})`;
  const eachSum = (code: (pixel: number, vector: (typeof vectors)[number]) => string) =>
    unrolled(pixels, (pixel) => vectors.map((vector) => code(pixel, vector)).join('\n'));

  const positions = positionsOf({ stride: window.stride[1], dilation: window.dilation[1] }, tile);
  const { inRow, inColumn } = boundsOf(problem, tile);
  const insideOf = (at: number) =>
    [inRow ? 'insideY' : '', inColumn(at) ? `inside${at}` : ''].filter(Boolean).join(' & ');
  const loadValue = (at: number) => {
    const value = `source[at + ${at * from.pixel}${depth > 1 ? ' + c' : ''}]`;
    return `      let x${at} = ${insideOf(at) ? `select(0.0f, ${value}, ${insideOf(at)})` : value};`;
  };
  const loadWeights = (tap: number) =>
    vectors
      .map(({ index, size }) => {
        const name = `w${tap}_${index}`;
        const at = `weight + ${tap * weights.kx + 4 * index * weights.column}${depth > 1 ? ` + c * ${weights.channel}` : ''}`;
        if (weightsInFours) return `      let ${name} = weights[(${at}) >> 2];`;
        if (!quad) return `      let ${name} = ${ofColumns(size, (k) => `weights[${at} + ${k * weights.column}]`)};`;
        return `      let own${name} = weights[${at}];
      let ${name} = ${ofColumns(size, (k) => `quadBroadcast(own${name}, ${k}u)`)};`;
      })
      .join('\n');
  const multiply = (tap: number) =>
    eachSum(
      (pixel, { index }) =>
        `      sum${pixel}_${index} += x${pixel * window.stride[1] + tap * window.dilation[1]} * w${tap}_${index};`,
    );
  const turn = `
${positions.map(loadValue).join('\n')}
${unrolled(taps, loadWeights)}
${unrolled(taps, multiply)}`;

  // Loaded once for all pixels: every load in the text is compiled.
  const beginning = ({ index, size, type }: (typeof vectors)[number]) => {
    if (!hasBias) return `  let first_${index} = ${type}();`;
    if (fours) return `  let first_${index} = bias[(column >> 2) + ${index}];`;
    return `  let first_${index} = ${ofColumns(size, (k) => `bias[column + ${4 * index + k}]`)};`;
  };
  const store = () => {
    const pixelIsThere = [
      tilesInRow * pixels === result[2] ? '' : `(x + stored < ${result[2]})`,
      quad ? `(rowTile < ${rowTiles})` : '',
    ].filter(Boolean);
    const whole = tiles * tile.columns === inGroup;
    const element = (index: string, value: string, column: number) => {
      const line = `result[${index}] = ${finish.stored(value, `u32(${index})`)};`;
      return whole ? `      ${line}` : `      if (place + ${column} < ${inGroup}) { ${line} }`;
    };
    const lines = vectors.flatMap(({ index, size }) => {
      const value = chosen('stored', pixels, (pixel) => `sum${pixel}_${index}`);
      if (fours) return [element(`at + ${index}`, value, 4 * index)];
      const each = Array.from({ length: size }, (_, k) =>
        element(`at + ${4 * index + k}`, size === 1 ? `value${index}` : `value${index}[${k}]`, 4 * index + k),
      );
      return [`      let value${index} = ${value};`, ...each];
    });
    return `  for (var stored = 0; stored < ${pixels}; stored++) {
    ${pixelIsThere.length > 0 ? `if (${pixelIsThere.join(' & ')}) ` : ''}{
      let at = ((row * ${result[2]} + x + stored) * ${to.pixel} + group * ${to.group} + place)${fours ? ' >> 2' : ''};
${lines.join('\n')}
    }
  }`;
  };

  // With quads the lanes of a workgroup have the same columns, and lanes beyond the last row go along: to hand values
  // round, all four must be there.
  const size = quad ? Math.min(64, 4 * Math.ceil(rowTiles / 4)) : 64;
  const whichTile = quad
    ? `
  let tile = i32(workgroup % ${groups * tiles}u);
  let rowTile = i32(workgroup / ${groups * tiles}u * ${size}u + lane);`
    : `
  let tile = i32(i % ${groups * tiles}u);
  let rowTile = i32(i / ${groups * tiles}u);`;
  const body = `${whichTile}
  let group = tile / ${tiles};
  let place = tile % ${tiles} * ${tile.columns};
  let column = group * ${inGroup} + place;
  let x = rowTile % ${tilesInRow} * ${pixels};
  let row = rowTile / ${tilesInRow};
  let y = row % ${result[1]};
  let n = row / ${result[1]};
${vectors.map(beginning).join('\n')}
${eachSum((pixel, { index }) => `  var sum${pixel}_${index} = first_${index};`)}
  let ownPlace = place${quad ? ' + i32(quad_lane & 3u)' : ''};
  for (var t = 0; t < ${window.kernel[0] * turns}; t++) {
    let ky = t / ${turns};
    let kx = t % ${turns} * ${taps};
    let iy = y * ${window.stride[0]} + ky * ${window.dilation[0]} - ${window.padding.top};
    let ix = x * ${window.stride[1]} + kx * ${window.dilation[1]} - ${window.padding.left};
    let at = ((n * ${height} + iy) * ${width} + ix) * ${from.pixel} + group * ${from.group};
    let weight = ${weights.first} + ky * ${weights.ky} + kx * ${weights.kx} + group * ${weights.group} + ownPlace * ${weights.column};
${inRow ? `    let insideY = u32(iy) < ${height}u;` : ''}
${positions
  .filter(inColumn)
  .map((at) => `    let inside${at} = u32(ix + ${at}) < ${width}u;`)
  .join('\n')}
    ${depth > 1 ? `for (var c = 0; c < ${depth}; c++) {${turn}\n    }` : turn}
  }
${store()}`;
  return makeKernel({
    label,
    buffers: [
      { name: 'source', type: 'f32', size: batch * height * width * channels, binding: input(0) },
      { name: 'weights', ...packed(weightsInFours, weights.size), binding: input(1) },
      ...(hasBias ? [{ name: 'bias', ...packed(fours, result[3]), binding: input(2) }] : []),
      { name: 'result', ...stored, binding: output(0) },
      ...finish.buffers,
    ],
    threads: quad ? Math.ceil(rowTiles / size) * size * groups * tiles : rowTiles * groups * tiles,
    ...(quad ? { quads: { workgroupSize: size } } : {}),
    settings: finish.settings,
    declarations: declared(...finish.declarations),
    body,
  });
}

/**
 * What may fall outside the source and must count as 0: rows, and which positions of a turn. Those that only pixels
 * beyond the row's end ask for are not checked, for what they compute is never stored.
 */
function boundsOf({ source, result, window }: Sliding, { pixels, taps }: SlidingTile) {
  const { kernel, stride, dilation, padding } = window;
  const lastOf = (axis: 0 | 1, before: number) =>
    (result[1 + axis]! - 1) * stride[axis] + (kernel[axis] - 1) * dilation[axis] - before;
  const inRow = padding.top > 0 || lastOf(0, padding.top) >= source[1];
  const outside = new Set<number>();
  if (padding.left <= 0 && lastOf(1, padding.left) < source[2]) return { inRow, inColumn: () => false };
  for (let first = 0; first < result[2]; first += pixels)
    for (let kx = 0; kx < kernel[1]; kx++)
      for (let pixel = 0; pixel < pixels && first + pixel < result[2]; pixel++) {
        const ix = (first + pixel) * stride[1] + kx * dilation[1] - padding.left;
        if (ix < 0 || ix >= source[2]) outside.add(pixel * stride[1] + (kx % taps) * dilation[1]);
      }
  return { inRow, inColumn: (at: number) => outside.has(at) };
}

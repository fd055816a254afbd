// Convolution by Winograd's way, for 3x3 windows of stride 1: result = A^T [(G w G^T) * (B^T x B)] A for tiles of 2x2 or 4x4
// results, where * multiplies place by place and sums over the channels. Four kernels: transform the source, transform the
// weights, one matrix product for each place (sliding.ts, with the places for groups), transform back. NHWC; overwrites.
//
// 4x4 tiles take a quarter of the products. The points 0, 1, -1, 1/2, -2 err half as much as the usual 0, +-1, +-2: some three
// times as much as direct convolution in 32 bits; 2x2 tiles err less than direct convolution.
import type { WinogradSizes } from '../plan/winograd.js';
import type { AdapterProfile, Instruction } from '../program/index.js';
import { finishOf, ownInputs } from './epilogue.js';
import { input, type Kernel, makeKernel, output, type StorageBuffer } from './kernel.js';
import { type Sliding, sliding } from './sliding.js';
import { declared, unrolled } from './wgsl.js';
import { square, transforms, twice, within } from './winograd-transforms.js';

/** The kernels of a convolution that `winogradOf` says is to be computed so. */
export function winograd(
  problem: Sliding,
  sizes: WinogradSizes,
  instruction: Instruction,
  adapter: AdapterProfile,
): Kernel[] {
  return [
    transformSource(problem, sizes),
    transformWeights(problem, sizes),
    products(problem, sizes, adapter),
    transformBack(problem, sizes, instruction),
  ];
}

/** [points, tiles, channels], each thread four channels of a tile. */
export function transformSource(
  { label, source, window }: Pick<Sliding, 'label' | 'source' | 'window'>,
  sizes: Pick<WinogradSizes, 'tile' | 'points' | 'down' | 'across' | 'tiles' | 'source'>,
): Kernel {
  const { tile, points, down, across, tiles } = sizes;
  const side = tile + 2;
  const fours = source[3] / 4;
  return makeKernel({
    label: `${label}, source for Winograd`,
    buffers: [
      { name: 'source', type: 'vec4f', size: source[0] * source[1] * source[2] * fours, binding: input(0) },
      { name: 'transformed', type: 'vec4f', size: tiles * points * fours, binding: within(sizes.source) },
    ],
    threads: tiles * fours,
    body: `
  let c = i32(i % ${fours}u);
  let at = i32(i / ${fours}u);
  let iy = at / ${across} % ${down} * ${tile} - ${window.padding.top};
  let ix = at % ${across} * ${tile} - ${window.padding.left};
  let first = ((at / ${down * across} * ${source[1]} + iy) * ${source[2]} + ix) * ${fours} + c;
${unrolled(side, (k) => `  let y${k} = u32(iy + ${k}) < ${source[1]}u; let x${k} = u32(ix + ${k}) < ${source[2]}u;`)}
${square(side, side, (y, x) => `  let d${y}_${x} = select(vec4f(), source[first + ${(y * source[2] + x) * fours}], y${y} & x${x});`)}
${twice(transforms[tile].source, 'd', (p, value) => `  transformed[(at + ${p * tiles}) * ${fours} + c] = ${value};`)}`,
  });
}

/** [points, channels, columns], each thread one channel of one column. */
function transformWeights({ label, source, result, weights }: Sliding, sizes: WinogradSizes): Kernel {
  const { tile, points } = sizes;
  const at = (y: number, x: number) => weights.first + y * weights.ky + x * weights.kx;
  return makeKernel({
    label: `${label}, weights for Winograd`,
    buffers: [
      { name: 'weights', type: 'f32', size: weights.size, binding: input(1) },
      { name: 'transformed', type: 'f32', size: points * source[3] * result[3], binding: within(sizes.weights) },
    ],
    threads: source[3] * result[3],
    body: `
  let column = i32(i % ${result[3]}u);
  let c = i32(i / ${result[3]}u);
  let first = c * ${weights.channel} + column * ${weights.column};
${square(3, 3, (y, x) => `  let d${y}_${x} = weights[first + ${at(y, x)}];`)}
${twice(transforms[tile].weights, 'd', (p, value) => `  transformed[(c + ${p * source[3]}) * ${result[3]} + column] = ${value};`)}`,
  });
}

/** [points, tiles, columns]: at each point the product of [tiles, channels] and [channels, columns]. */
function products({ label, source, result }: Sliding, sizes: WinogradSizes, adapter: AdapterProfile): Kernel {
  const { points, tiles } = sizes;
  const columns = result[3];
  const problem: Sliding = {
    label: `${label}, products`,
    source: [1, 1, tiles, points * source[3]],
    result: [1, 1, tiles, points * columns],
    window: { kernel: [1, 1], stride: [1, 1], dilation: [1, 1], padding: { top: 0, left: 0 } },
    groups: points,
    groupsApart: true,
    weights: {
      size: source[3] * points * columns,
      first: 0,
      ky: 0,
      kx: 0,
      channel: columns,
      column: 1,
      group: source[3] * columns,
    },
  };
  const bindings = {
    source: within(sizes.source),
    weights: within(sizes.weights),
    result: within(sizes.products),
  };
  return sliding(problem, bindings, adapter);
}

/** Each thread four columns of a tile. */
function transformBack({ label, result }: Sliding, sizes: WinogradSizes, instruction: Instruction): Kernel {
  const { tile, points, down, across, tiles } = sizes;
  const side = tile + 2;
  const fours = result[3] / 4;
  const hasBias = ownInputs(instruction) > 2;
  const stored = {
    name: 'result',
    type: 'vec4f',
    size: result[0] * result[1] * result[2] * fours,
  } as const satisfies Partial<StorageBuffer>;
  const finish = finishOf(instruction, stored);
  const store = (p: number, value: string) => {
    const [y, x] = [Math.floor(p / tile), p % tile];
    const at = `u32(first + ${(y * result[2] + x) * fours})`;
    const there = [
      down * tile === result[1] ? '' : `(y + ${y} < ${result[1]})`,
      across * tile === result[2] ? '' : `(x + ${x} < ${result[2]})`,
    ].filter(Boolean);
    const line = `result[${at}] = ${finish.stored(`${hasBias ? 'bias[c] + ' : ''}${value}`, at)};`;
    return there.length > 0 ? `  if (${there.join(' & ')}) { ${line} }` : `  ${line}`;
  };
  return makeKernel({
    label: `${label}, back from Winograd`,
    buffers: [
      { name: 'products', type: 'vec4f', size: tiles * points * fours, binding: within(sizes.products) },
      ...(hasBias ? [{ name: 'bias', type: 'vec4f', size: fours, binding: input(2) } as const] : []),
      { ...stored, binding: output(0) },
      ...finish.buffers,
    ],
    threads: tiles * fours,
    settings: finish.settings,
    declarations: declared(...finish.declarations),
    body: `
  let c = i32(i % ${fours}u);
  let at = i32(i / ${fours}u);
  let y = at / ${across} % ${down} * ${tile};
  let x = at % ${across} * ${tile};
  let first = ((at / ${down * across} * ${result[1]} + y) * ${result[2]} + x) * ${fours} + c;
${square(side, side, (v, u) => `  let d${v}_${u} = products[(at + ${(v * side + u) * tiles}) * ${fours} + c];`)}
${twice(transforms[tile].result, 'd', store)}`,
  });
}

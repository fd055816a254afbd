// Winograd convolution (Lavin and Gray, 2015) for 3x3 windows of stride 1: result = A^T [(G w G^T) * (B^T x B)] A, *
// elementwise and summed over channels. NHWC; overwrites. Taken by variants/winograd.ts, on software adapters.
//
// Four kernels: transform source, transform weights, one product per point, inverse transform. Variants:
// - F(4,3): a quarter of the products; rounding errors some three times those of direct convolution in 32 bits. The
//   points 0, 1, -1, 1/2, -2 err half as much as the usual 0, +-1, +-2.
// - F(2,3): where it needs no more products; errs less than direct convolution.

import type { Instruction } from '../../../../ir/index.js';
import type { AdapterProfile } from '../../adapter-profile.js';
import type { Emitter } from '../../shaders/emitter.js';
import { emitEpilogue, ownInputs } from '../../shaders/epilogue.js';
import { input, type KernelSource, output, type StorageBuffer } from '../../shaders/kernel.js';
import { declared, wgsl } from '../../shaders/wgsl.js';
import { chooseWeightTile } from '../../variants/weight-tile.js';
import { gap, gemmGeometry, type WinogradSizes } from '../../variants/winograd.js';
import type { DirectConv } from '../direct-conv/problem.js';
import { directWeightGradient } from '../direct-conv/weight-gradient.js';
import { transformSource } from './source-transform.js';
import { bindRegion, eachPlace, spellOffset, transforms, transformTile } from './transforms.js';

/** The kernels of a convolution that `winogradOf` says is to be computed so. */
export function winograd(
  problem: DirectConv,
  sizes: WinogradSizes,
  instruction: Instruction,
  adapter: AdapterProfile,
): KernelSource[] {
  return [
    transformSource(problem, sizes, 'channels'),
    transformWeights(problem, sizes),
    products(problem, sizes, adapter),
    transformBack(problem, sizes, instruction),
  ];
}

/** [points, channels, columns], each thread one channel of one column. */
function transformWeights({ label, source, result, weights }: DirectConv, sizes: WinogradSizes): KernelSource {
  const { tile, points } = sizes;
  const at = (y: number, x: number) => weights.first + y * weights.ky + x * weights.kx;
  return {
    label: `${label}, weights for Winograd`,
    buffers: [
      { name: 'weights', type: 'f32', size: weights.size, binding: input(1) },
      {
        name: 'transformed',
        type: 'f32',
        size: points * (source[3] * result[3] + gap),
        binding: bindRegion(sizes.weights),
      },
    ],
    threads: source[3] * result[3],
    body: ({ load }) => wgsl`
  let column = i32(i % ${result[3]}u);
  let c = i32(i / ${result[3]}u);
  let first = c * ${weights.channel} + column * ${weights.column};
${eachPlace(3, 3, (y, x) => `  let d${y}_${x} = ${load('weights', wgsl`first + ${at(y, x)}`)};`)}
${transformTile(
  transforms[tile].weights,
  'd',
  (p, value) => wgsl`  transformed[c * ${result[3]} + column + ${p} * ${source[3] * result[3] + gap}] = ${value};`,
)}`,
  };
}

/** [points, tiles, columns]: at each point the product of [channels, tiles], turned, and [channels, columns]. */
function products({ label, source, result }: DirectConv, sizes: WinogradSizes, adapter: AdapterProfile): KernelSource {
  const { points, tiles } = sizes;
  const matrix = gemmGeometry(source[3], tiles, result[3]);
  const tile = chooseWeightTile(matrix, 1, adapter, { times: points, whole: true });
  const shape = { label: `${label}, products`, geometry: matrix, groups: 1 };
  const bindings = { x: bindRegion(sizes.source), dy: bindRegion(sizes.weights), dw: bindRegion(sizes.products) };
  return directWeightGradient(shape, tile, bindings, { times: points, gap });
}

/** Each thread one column of a tile. */
function transformBack({ label, result }: DirectConv, sizes: WinogradSizes, instruction: Instruction): KernelSource {
  const { tile, points, down, across, tiles } = sizes;
  const side = tile + 2;
  const columns = result[3];
  const hasBias = ownInputs(instruction) > 2;
  const stored = {
    name: 'result',
    type: 'f32',
    size: result[0] * result[1] * result[2] * columns,
  } as const satisfies Partial<StorageBuffer>;
  const epilogue = emitEpilogue(instruction, stored);
  const storePixel = ({ store }: Emitter, p: number, value: string) => {
    const [y, x] = [Math.floor(p / tile), p % tile];
    const at = `u32(first + ${spellOffset(y, result[2] * columns, x, columns)})`;
    const there = [
      down * tile === result[1] ? '' : wgsl`(y + ${y} < ${result[1]})`,
      across * tile === result[2] ? '' : wgsl`(x + ${x} < ${result[2]})`,
    ].filter(Boolean);
    const line = store('result', at, epilogue.apply(`${hasBias ? 'ofColumn + ' : ''}${value}`, at));
    return there.length > 0 ? `  if (${there.join(' & ')}) { ${line} }` : `  ${line}`;
  };
  return {
    label: `${label}, back from Winograd`,
    buffers: [
      { name: 'products', type: 'f32', size: points * (tiles * columns + gap), binding: bindRegion(sizes.products) },
      ...(hasBias ? [{ name: 'bias', type: 'f32', size: columns, binding: input(2) } as const] : []),
      { ...stored, binding: output(0) },
      ...epilogue.buffers,
    ],
    threads: tiles * columns,
    settings: epilogue.settings,
    declarations: (emit) => declared(...epilogue.declare(emit)),
    body: (emit) => wgsl`
  let c = i32(i % ${columns}u);
  let at = i32(i / ${columns}u);
  let y = at / ${across} % ${down} * ${tile};
  let x = at % ${across} * ${tile};
  let first = ((at / ${down * across} * ${result[1]} + y) * ${result[2]} + x) * ${columns} + c;
${hasBias ? `  let ofColumn = ${emit.load('bias', 'c')};` : ''}
${eachPlace(
  side,
  side,
  (v, u) => `  let d${v}_${u} = ${emit.load('products', wgsl`i32(i) + ${v * side + u} * ${tiles * columns + gap}`)};`,
)}
${transformTile(transforms[tile].result, 'd', (p, value) => storePixel(emit, p, value))}`,
  };
}

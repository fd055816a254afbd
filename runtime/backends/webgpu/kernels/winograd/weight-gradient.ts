// Winograd conv weight gradient, the transpose of winograd.ts: dw = G^T [sum over tiles of (B^T x B) * (A dy A^T)] G, *
// elementwise, every channel with every filter. NHWC and HWIO; overwrites. Taken by variants/winograd.ts.
//
// Four kernels: transform source, transform dy, one product per point (direct-conv/weight-gradient.ts), inverse
// transform, which also adds the split-K pieces.

import type { WindowGeometry } from '../../../../ir/index.js';
import type { Emitter } from '../../shaders/emitter.js';
import { input, type KernelSource, output } from '../../shaders/kernel.js';
import { wgsl } from '../../shaders/wgsl.js';
import { gap, type WinogradGradientSizes } from '../../variants/winograd.js';
import { directWeightGradient } from '../direct-conv/weight-gradient.js';
import { transformSource } from './source-transform.js';
import { bindRegion, eachPlace, spellOffset, transforms, transformTile, transposed } from './transforms.js';

/** The kernels of [x, dy] -> [dweights] where `winogradGradientOf` says that they are to be computed so. */
export function winogradWeightGradient(
  label: string,
  geometry: WindowGeometry,
  sizes: WinogradGradientSizes,
): KernelSource[] {
  const { window, input: source } = geometry;
  return [
    transformSource({ label, source, window }, sizes, 'tiles'),
    transformGradient(label, geometry, sizes),
    directWeightGradient(
      { label: `${label}, products`, geometry: sizes.matrix, groups: 1 },
      sizes.product,
      {
        x: bindRegion(sizes.source),
        dy: bindRegion(sizes.gradient),
        dw: bindRegion(sizes.products),
      },
      { times: sizes.points, gap },
    ),
    transformBack(label, geometry, sizes),
  ];
}

/** A dy A^T of every tile, [points, tiles, filters]; each thread one filter of a tile. */
function transformGradient(label: string, { output: to }: WindowGeometry, sizes: WinogradGradientSizes): KernelSource {
  const { tile, points, down, across, tiles } = sizes;
  const filters = to[3];
  const [wholeDown, wholeAcross] = [down * tile === to[1], across * tile === to[2]];
  const there = (y: number, x: number) =>
    [wholeDown ? '' : wgsl`(y + ${y} < ${to[1]})`, wholeAcross ? '' : wgsl`(x + ${x} < ${to[2]})`]
      .filter(Boolean)
      .join(' & ');
  const loadPixel = ({ load }: Emitter, y: number, x: number) => {
    const value = load('dy', `first + ${spellOffset(y, to[2] * filters, x, filters)}`);
    const inside = there(y, x);
    return `  let d${y}_${x} = ${inside ? `select(0.0f, ${value}, ${inside})` : value};`;
  };
  return {
    label: `${label}, gradient for Winograd`,
    buffers: [
      { name: 'dy', type: 'f32', size: to[0] * to[1] * to[2] * filters, binding: input(1) },
      { name: 'transformed', type: 'f32', size: points * (tiles * filters + gap), binding: bindRegion(sizes.gradient) },
    ],
    threads: tiles * filters,
    body: (emit) => wgsl`
  let f = i32(i % ${filters}u);
  let at = i32(i / ${filters}u);
  let y = at / ${across} % ${down} * ${tile};
  let x = at % ${across} * ${tile};
  let first = ((at / ${down * across} * ${to[1]} + y) * ${to[2]} + x) * ${filters} + f;
${eachPlace(tile, tile, (y, x) => loadPixel(emit, y, x))}
${transformTile(
  transposed(transforms[tile].result),
  'd',
  (p, value) => `  ${emit.store('transformed', wgsl`i32(i) + ${p} * ${tiles * filters + gap}`, value)}`,
)}`,
  };
}

/** From the pieces' sums, [points, pieces, channels, filters]; each thread one filter of a channel. */
function transformBack(
  label: string,
  { input: from, output: to }: WindowGeometry,
  sizes: WinogradGradientSizes,
): KernelSource {
  const { tile, points } = sizes;
  const { pieces } = sizes.product;
  const side = tile + 2;
  const size = from[3] * to[3];
  const sum = ({ load }: Emitter, y: number, x: number) =>
    Array.from({ length: pieces }, (_, piece) =>
      load('products', `at + ${spellOffset(y * side + x, pieces * size + gap, piece, size)}`),
    ).join(' + ');
  return {
    label: `${label}, back from Winograd`,
    buffers: [
      {
        name: 'products',
        type: 'f32',
        size: points * (pieces * size + gap),
        binding: bindRegion(sizes.products),
        access: 'read',
      },
      { name: 'dw', type: 'f32', size: 9 * size, binding: output(0) },
    ],
    threads: size,
    body: (emit) => `
  let at = i32(i);
${eachPlace(side, side, (y, x) => `  let d${y}_${x} = ${sum(emit, y, x)};`)}
${transformTile(
  transposed(transforms[tile].weights),
  'd',
  (p, value) => `  ${emit.store('dw', wgsl`at + ${p * size}`, value)}`,
)}`,
  };
}

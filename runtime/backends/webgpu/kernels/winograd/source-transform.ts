// Winograd source transform: B^T x B of every tile, tiles overlapping by two pixels, 0 beyond the image. The summed
// axis comes first, so that the products load vec4s: [points, channels, tiles], or [points, tiles, channels] for the
// weight gradient. One channel of one tile a thread: vec4 would compile four times as long.

import { input, type KernelSource } from '../../shaders/kernel.js';
import { unrolled, wgsl } from '../../shaders/wgsl.js';
import { gap, type WinogradSizes } from '../../variants/winograd.js';
import type { DirectConv } from '../direct-conv/problem.js';
import { bindRegion, eachPlace, spellOffset, transforms, transformTile } from './transforms.js';

export function transformSource(
  problem: Pick<DirectConv, 'label' | 'source' | 'window'>,
  sizes: Pick<WinogradSizes, 'tile' | 'points' | 'down' | 'across' | 'tiles' | 'source'>,
  outermost: 'channels' | 'tiles',
): KernelSource {
  const { label, source, window } = problem;
  const { tile, points, down, across, tiles } = sizes;
  const [, height, width, channels] = source;
  const side = tile + 2;
  const inPoint = tiles * channels + gap;
  return {
    label: `${label}, source for Winograd`,
    buffers: [
      { name: 'source', type: 'f32', size: source[0] * height * width * channels, binding: input(0) },
      { name: 'transformed', type: 'f32', size: points * inPoint, binding: bindRegion(sizes.source) },
    ],
    threads: tiles * channels,
    body: ({
      load,
      store,
    }) => wgsl`${outermost === 'tiles' ? channelsInnermost(channels) : tilesInnermost(tiles, channels)}
  let iy = at / ${across} % ${down} * ${tile} - ${window.padding.top};
  let ix = at % ${across} * ${tile} - ${window.padding.left};
  let first = ((at / ${down * across} * ${height} + iy) * ${width} + ix) * ${channels} + c;
${unrolled(side, (k) => wgsl`  let y${k} = u32(iy + ${k}) < ${height}u; let x${k} = u32(ix + ${k}) < ${width}u;`)}
${eachPlace(side, side, (y, x) => {
  const value = load('source', `first + ${spellOffset(y, width * channels, x, channels)}`);
  return `  let d${y}_${x} = select(0.0f, ${value}, y${y} & x${x});`;
})}
${transformTile(
  transforms[tile].source,
  'd',
  (p, value) => `  ${store('transformed', wgsl`to + ${p} * ${inPoint}`, value)}`,
)}`,
  };
}

/** Declares the tile `at`, the channel `c`, and where the result goes, `to`. */
function channelsInnermost(channels: number): string {
  return wgsl`
  let c = i32(i % ${channels}u);
  let at = i32(i / ${channels}u);
  let to = i32(i);`;
}

/** Likewise: neighbouring threads share the cache lines of both sides. */
function tilesInnermost(tiles: number, channels: number): string {
  const inLine = [16, 4, 1].find((length) => tiles % length === 0)!;
  const together = channels % 16 === 0 ? 16 : channels;
  const blocks = channels / together;
  return wgsl`
  let block = i32(i / ${inLine * together}u);
  let c = block % ${blocks} * ${together} + i32(i / ${inLine}u % ${together}u);
  let at = block / ${blocks} * ${inLine} + i32(i % ${inLine}u);
  let to = c * ${tiles} + at;`;
}

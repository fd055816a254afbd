// The first transform of Winograd's way (winograd.ts): B^T x B of every tile of the source, tiles overlapping by two pixels; beyond
// the image is 0. What the products sum over comes outermost, so that theirs are loads of four neighbours: [points, channels,
// tiles] where they sum over channels, [points, tiles, channels] where over tiles.
import { gap, type WinogradSizes } from '../plan/winograd.js';
import { input, type Kernel, makeKernel } from './kernel.js';
import type { Sliding } from './sliding.js';
import { packed } from './tile.js';
import { unrolled } from './wgsl.js';
import { square, transforms, twice, within } from './winograd-transforms.js';

export function transformSource(
  problem: Pick<Sliding, 'label' | 'source' | 'window'>,
  sizes: Pick<WinogradSizes, 'tile' | 'points' | 'down' | 'across' | 'tiles' | 'source'>,
  outermost: 'channels' | 'tiles',
): Kernel {
  const { label, source, window } = problem;
  const { tile, points, down, across, tiles } = sizes;
  const [, height, width, channels] = source;
  const side = tile + 2;
  // Four neighbours of what comes innermost at once.
  const wide = outermost === 'tiles' || tiles % 4 === 0 ? 4 : 1;
  const stride = outermost === 'tiles' ? channels / 4 : channels;
  const inPoint = (tiles * channels + gap) / wide;
  const numbers = (vector: boolean) => (vector ? { at: 'vec4i', size: 'vec4u' } : { at: 'i32', size: 'u32' });
  const { at, size } = numbers(outermost === 'channels' && wide === 4);
  const load = (offset: number) => {
    const one = (first: string) => `source[${first} + ${offset}]`;
    return at === 'i32' ? one('first') : `vec4f(${[0, 1, 2, 3].map((k) => one(`first[${k}]`)).join(', ')})`;
  };
  return makeKernel({
    label: `${label}, source for Winograd`,
    buffers: [
      { name: 'source', ...packed(outermost === 'tiles', source[0] * height * width * channels), binding: input(0) },
      { name: 'transformed', ...packed(wide === 4, points * wide * inPoint), binding: within(sizes.source) },
    ],
    threads: (tiles * channels) / wide,
    body: `${outermost === 'tiles' ? fourChannels(channels) : fourTiles(tiles, channels, wide)}
  let iy = at / ${across} % ${down} * ${tile} - ${window.padding.top};
  let ix = at % ${across} * ${tile} - ${window.padding.left};
  let first = ((at / ${down * across} * ${height} + iy) * ${width} + ix) * ${stride} + c;
${unrolled(side, (k) => `  let y${k} = ${size}(iy + ${k}) < ${size}(${height}); let x${k} = ${size}(ix + ${k}) < ${size}(${width});`)}
${square(side, side, (y, x) => `  let d${y}_${x} = select(${wide === 4 ? 'vec4f()' : '0.0f'}, ${load((y * width + x) * stride)}, y${y} & x${x});`)}
${twice(transforms[tile].source, 'd', (p, value) => `  transformed[to + ${p * inPoint}] = ${value};`)}`,
  });
}

/** Declares the tile `at`, the first channel `c` in fours, and where the result goes, `to`. */
function fourChannels(channels: number): string {
  return `
  let c = i32(i % ${channels / 4}u);
  let at = i32(i / ${channels / 4}u);
  let to = i32(i);`;
}

/** Likewise with several tiles of a channel: neighbouring threads share the cache lines of both sides. */
function fourTiles(tiles: number, channels: number, wide: number): string {
  const rows = tiles / wide;
  const inLine = rows % 4 === 0 ? 4 : 1;
  const together = channels % 16 === 0 ? 16 : channels;
  const blocks = channels / together;
  return `
  let block = i32(i / ${inLine * together}u);
  let c = block % ${blocks} * ${together} + i32(i / ${inLine}u % ${together}u);
  let row = block / ${blocks} * ${inLine} + i32(i % ${inLine}u);
  let at = row${wide === 4 ? ' * 4 + vec4i(0, 1, 2, 3)' : ''};
  let to = c * ${rows} + row;`;
}

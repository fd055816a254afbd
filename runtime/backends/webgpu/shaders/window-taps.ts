// WGSL that walks the taps of a window, and the windows over a pixel. No division inside, and no loop where there are
// few: on software adapters either costs as much as a load.

import type { WindowGeometry } from '../../../ir/index.js';
import type { Emitter } from './emitter.js';
import { unrolled, wgsl } from './wgsl.js';
import { firstWindowOver, reachesOutside, seesFrom, windowsOver } from './window.js';

/** Taps, or windows, that are written out one by one. */
const mostUnrolled = 25;

/** A tap in WGSL: where its value lies, whether that is in the image (undefined where it always is), and its number. */
export interface Tap {
  readonly at: string;
  readonly inside: string | undefined;
  readonly number: string;
}

/**
 * `code` for every tap, in row order, of the window of output pixel (`n`, `oy`, `ox`) over channels `c` of a tensor
 * with `groups` elements a pixel: these four are to be declared (i32).
 */
export function eachTap(
  { loop }: Emitter,
  geometry: WindowGeometry,
  groups: number,
  code: (tap: Tap) => string,
): string {
  const { window, input } = geometry;
  const { kernel, stride, dilation, padding } = window;
  const [, height, width] = input;
  const bounded = reachesOutside(geometry);
  const beginning = wgsl`
  let firstY = oy * ${stride[0]} - ${padding.top};
  let firstX = ox * ${stride[1]} - ${padding.left};
  let first = ((n * ${height} + firstY) * ${width} + firstX) * ${groups} + c;`;
  const offset = [dilation[0] * width * groups, dilation[1] * groups] as const;
  const inside = (name: string, extent: number) => wgsl`(u32(${name}) < ${extent}u)`;
  if (kernel[0] * kernel[1] <= mostUnrolled) {
    const rows = bounded
      ? unrolled(kernel[0], (ky) => `  let y${ky} = ${inside(wgsl`firstY + ${ky * dilation[0]}`, height)};`)
      : '';
    const columns = bounded
      ? unrolled(kernel[1], (kx) => `  let x${kx} = ${inside(wgsl`firstX + ${kx * dilation[1]}`, width)};`)
      : '';
    const taps = unrolled(kernel[0] * kernel[1], (tap) => {
      const [ky, kx] = [Math.floor(tap / kernel[1]), tap % kernel[1]];
      const at = wgsl`first + ${ky * offset[0] + kx * offset[1]}`;
      return `  {\n${code({ at, inside: bounded ? `(y${ky} & x${kx})` : undefined, number: wgsl`${tap}` })}\n  }`;
    });
    return [beginning, rows, columns, taps].join('\n');
  }
  return wgsl`${beginning}
  ${loop('ky', '0', wgsl`${kernel[0]}`)} {
    ${bounded ? `let insideY = ${inside(wgsl`firstY + ky * ${dilation[0]}`, height)};` : ''}
    let row = first + ky * ${offset[0]};
    ${loop('kx', '0', wgsl`${kernel[1]}`)} {
      ${bounded ? `let inside = insideY & ${inside(wgsl`firstX + kx * ${dilation[1]}`, width)};` : ''}
${code({
  at: wgsl`row + kx * ${offset[1]}`,
  inside: bounded ? 'inside' : undefined,
  number: wgsl`(ky * ${kernel[1]} + kx)`,
})}
    }
  }`;
}

/** A window in WGSL: its output pixel, where that lies, and whether it has a tap at the pixel. */
export interface WindowOver {
  readonly oy: string;
  readonly ox: string;
  readonly at: string;
  readonly sees: string;
}

/**
 * `code` for every window that may have a tap at input pixel (`n`, `iy`, `ix`), over channels `c` of a tensor with
 * `groups` elements an output pixel: these four are to be declared (i32).
 */
export function eachWindowOver(
  { loop }: Emitter,
  geometry: WindowGeometry,
  groups: number,
  code: (window: WindowOver) => string,
): string {
  const [, height, width] = geometry.output;
  const rows = windowsOver(geometry, 0);
  const columns = windowsOver(geometry, 1);
  const at = wgsl`((n * ${height} + oy) * ${width} + ox) * ${groups} + c`;
  const one = (y: string, x: string) => `    let oy = firstY + ${y}; let ox = firstX + ${x};
    let sees = ${seesFrom(geometry, 0, 'iy', 'oy')} & ${seesFrom(geometry, 1, 'ix', 'ox')};
${code({ oy: 'oy', ox: 'ox', at, sees: 'sees' })}`;
  const beginning = `
  let firstY = ${firstWindowOver(geometry, 0, 'iy')};
  let firstX = ${firstWindowOver(geometry, 1, 'ix')};`;
  if (rows * columns <= mostUnrolled) {
    const windows = unrolled(
      rows * columns,
      (o) => `  {\n${one(wgsl`${Math.floor(o / columns)}`, wgsl`${o % columns}`)}\n  }`,
    );
    return `${beginning}\n${windows}`;
  }
  return `${beginning}
  ${loop('y', '0', wgsl`${rows}`)} {
    ${loop('x', '0', wgsl`${columns}`)} {
${one('y', 'x')}
    }
  }`;
}

/** Declares `c` and `pixel` (i32) of element `i` of a tensor with `groups` elements a pixel. */
export function pixelOf(groups: number): string {
  return wgsl`let pixel = i32(i / ${groups}u); let c = i32(i) - pixel * ${groups};`;
}

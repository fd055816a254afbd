// Direct conv weight gradient: dw[piece, ky, kx, c, f] = sum over the piece's n, oy, ox of x[n, iy, ix, c] * dy[n, oy,
// ox, f], where iy = oy*s + ky*d - p and ix likewise. NHWC, weights HWIO; overwrites dw.
//
// A thread keeps the sums of a few strips of weights for a few filters in registers and walks the output's lines: at
// each pixel it loads dy and the new column of every strip. variants/weight-tile.ts defines strips and chooses the tile
// and the split-K pieces. With quads (software adapters) four lanes load dy once and broadcast it.

import type { Extents, WindowGeometry } from '../../../../ir/index.js';
import type { Emitter } from '../../shaders/emitter.js';
import type { KernelSource, StorageBinding } from '../../shaders/kernel.js';
import { declareElements } from '../../shaders/vec4-access.js';
import { indexed, unrolled, wgsl } from '../../shaders/wgsl.js';
import { reachesOutside } from '../../shaders/window.js';
import { countReusedColumns, isMatrix, type WeightTile } from '../../variants/weight-tile.js';
import type { ConvShape } from './problem.js';

export interface BatchedGradients {
  readonly times: number;
  /** Values left free behind each gradient's x, dy and sums; a multiple of 4. */
  readonly gap: number;
}

/**
 * The kernel that leaves the sums of the pieces one after the other.
 * @param many computes several such gradients at once: their x lie one after the other, so do their dy, and the sums of
 * each gradient's pieces come before those of the next
 */
export function directWeightGradient(
  { label, geometry, groups }: ConvShape,
  tile: WeightTile,
  bindings: { readonly x: StorageBinding; readonly dy: StorageBinding; readonly dw: StorageBinding },
  many: BatchedGradients = { times: 1, gap: 0 },
): KernelSource {
  const { input: from, output: to, window } = geometry;
  const size = window.kernel[0] * window.kernel[1] * (from[3] / groups) * to[3];
  const { isVec4, pieces } = tile;
  const { times, gap } = many;
  const values = (image: Extents) => times * (image[0] * image[1] * image[2] * image[3] + gap);
  return {
    label,
    buffers: [
      { name: 'x', ...declareElements(tile.width === 4, values(from)), binding: bindings.x },
      { name: 'dy', ...declareElements(isVec4, values(to)), binding: bindings.dy },
      { name: 'dw', ...declareElements(isVec4, times * (pieces * size + gap)), binding: bindings.dw },
    ],
    threads: workgroupsOf(tile).inPiece * workgroupsOf(tile).size * pieces * times,
    ...(tile.quads ? { quads: { workgroupSize: workgroupsOf(tile).size } } : {}),
    body: (emit) => emitBody(emit, { geometry, groups, tile, many }),
  };
}

/**
 * With quads, threads of a workgroup have the same piece, for all of them must go through its loops together: to hand
 * values round, all four must be there.
 */
function workgroupsOf({ quads, stripThreads, columnThreads, workgroup }: WeightTile) {
  const threads = stripThreads * columnThreads;
  const size = quads ? workgroup : 1;
  return { size, inPiece: Math.ceil(threads / size) };
}

/**
 * Declares `sums` (of which gradient's which piece), `piece`, `which` (gradient), `part` (of the strips) and
 * `columnTile`.
 */
function whichThread(tile: WeightTile, times: number): string {
  const { quads, stripThreads, columnThreads, pieces, alike } = tile;
  const { size, inPiece } = workgroupsOf(tile);
  const threads = stripThreads * columnThreads;
  const thread = quads
    ? wgsl`
  let sums = i32(workgroup / ${inPiece}u);
  let thread = i32(workgroup % ${inPiece}u * ${size}u + lane);
  let own = i32(quad_lane & 3u);`
    : wgsl`
  let sums = i32(i / ${threads}u);
  let thread = i32(i % ${threads}u);`;
  const ofStrips = wgsl`thread / ${stripThreads}`;
  const columnTile = threads % size === 0 && !alike ? ofStrips : wgsl`min(${ofStrips}, ${columnThreads - 1})`;
  return wgsl`${thread}
  ${times === 1 ? 'let piece = sums;' : wgsl`let piece = sums % ${pieces}; let which = sums / ${pieces};`}
  let part = thread % ${stripThreads};
  let columnTile = ${columnTile};`;
}

/** All positions and extents in it are counted in elements as they are stored: `wide` of x, `four` of dy and dw. */
function emitBody(
  { load, store, loop }: Emitter,
  {
    geometry,
    groups,
    tile,
    many: { times, gap },
  }: {
    readonly geometry: WindowGeometry;
    readonly groups: number;
    readonly tile: WeightTile;
    readonly many: BatchedGradients;
  },
): string {
  const { window, input: from, output: to } = geometry;
  const { kernel, stride, dilation, padding } = window;
  const { width: wide, strips, columns, isVec4, lines, line, piece, alike } = tile;
  const four = isVec4 ? 4 : 1;
  const [tapRows, tapColumns] = kernel;
  const [, height, width] = from;
  const depth = from[3] / groups / wide;
  const channels = from[3] / wide;
  const filters = to[3] / four;
  const inGroup = filters / groups;
  const groupThreads = tile.columnThreads / groups;
  const allStrips = tapRows * depth;
  const reused = countReusedColumns(geometry);
  const bounded = reachesOutside(geometry);
  const zeroX = wide === 4 ? 'vec4f()' : '0.0f';
  const zero = isVec4 ? 'vec4f()' : '0.0f';

  const eachStrip = (code: (strip: number) => string) => unrolled(strips, code);
  const eachSum = (code: (tap: number, channel: number, column: number) => string) =>
    unrolled(tapColumns, (tap) =>
      unrolled(wide, (channel) => unrolled(columns, (column) => code(tap, channel, column))),
    );
  const sum = (strip: number, tap: number, channel: number, column: number) => `s${strip}_${tap}_${channel}_${column}`;

  const inColumn = strips * tapColumns * wide;
  /** In the order of `eachSum`. */
  const sumNumber = (number: number, column: number) => {
    const ofStrip = Math.floor(number / wide);
    return sum(Math.floor(ofStrip / tapColumns), ofStrip % tapColumns, number % wide, column);
  };
  const x = (strip: number, tap: number, at: string) =>
    load('x', wgsl`at${strip}${at} + ${tap * dilation[1] * channels}`);
  /** The column of the window's first tap over output pixel 0 is known here: no column before it is loaded. */
  const firstX = (strip: number) => {
    const value = load('x', wgsl`at${strip} + tap * ${dilation[1] * channels}`);
    const column = wgsl`tap * ${dilation[1]} - ${padding.left}`;
    return bounded ? wgsl`select(${zeroX}, ${value}, in${strip} & (u32(${column}) < ${width}u))` : value;
  };
  const nextX = (strip: number, tap: number) => {
    const value = x(strip, tap, wgsl` + ox * ${stride[1] * channels}`);
    const column = wgsl`ox * ${stride[1]} + ${tap * dilation[1] - padding.left}`;
    return bounded ? wgsl`select(${zeroX}, ${value}, in${strip} & (u32(${column}) < ${width}u))` : value;
  };
  const loadDy = tile.quads
    ? `${unrolled(
        Math.ceil(columns / 4),
        (part) => `      let own${part} = ${load('dy', wgsl`dyAt + min(${4 * part} + own, ${columns - 1})`)};`,
      )}
${unrolled(columns, (column) => wgsl`      let d${column} = quadBroadcast(own${column >> 2}, ${column & 3}u);`)}`
    : unrolled(columns, (column) => `      let d${column} = ${load('dy', wgsl`dyAt + ${column}`)};`);
  const product = (strip: number, tap: number, channel: number, column: number) => {
    const value = wide === 4 ? wgsl`x${strip}_${tap}[${channel}]` : `x${strip}_${tap}`;
    const name = sum(strip, tap, channel, column);
    return `      ${name} = fma(${isVec4 ? `vec4f(${value})` : value}, d${column}, ${name});`;
  };
  // A matrix's one line runs through all images and is cut itself, else a piece is some lines.
  const matrix = isMatrix(geometry);
  const pieceOf = (length: number) => [wgsl`piece * ${piece}`, wgsl`min((piece + 1) * ${piece}, ${length})`] as const;
  const [firstLine, endLine] = pieceOf(lines);
  const [first, end] = matrix ? pieceOf(line) : ['0', wgsl`${line}`];
  const [image, oy] = matrix ? ['0', '0'] : [wgsl`line / ${to[1]}`, wgsl`line % ${to[1]}`];
  /** Counted through all gradients. */
  const nth = (index: string, ofEach: number) => (times === 1 ? index : wgsl`(which * ${ofEach} + ${index})`);
  const gaps = (ofEach: number) => (gap === 0 ? '' : wgsl` + which * ${gap / ofEach}`);
  const lineAt = (strip: number) => {
    const line = wgsl`(${nth('n', from[0])} * ${height} + oy * ${stride[0]} + ky${strip})`;
    return wgsl`(${line} * ${width} - ${padding.left}) * ${channels} + c${strip}${gaps(wide)}`;
  };

  // Unless they shall be alike, nothing is asked that is always so: a branch in the loop that stores costs as much as
  // a store.
  const { size, inPiece } = workgroupsOf(tile);
  const threads = tile.stripThreads * tile.columnThreads;
  const unless = (always: boolean, condition: string) => (always && !alike ? '' : condition);
  const owned = [
    unless(tile.stripThreads * strips === allStrips, wgsl`(strip < ${allStrips})`),
    unless(size * inPiece === threads, wgsl`(thread < ${threads})`),
    unless(inGroup % columns === 0, wgsl`(place + f < ${inGroup})`),
  ]
    .filter(Boolean)
    .join(' & ');
  const firstOfStrip = tapRows === 1 ? 'strip' : wgsl`(strip / ${depth} * ${tapColumns * depth} + strip % ${depth})`;
  // A matrix has no lines to walk: a loop costs what its sums cost to carry through it.
  const eachLine = matrix ? '  { let line = 0;' : `  ${loop('line', firstLine, endLine)} {`;

  return wgsl`${whichThread(tile, times)}
  let group = columnTile / ${groupThreads};
  let place = columnTile % ${groupThreads} * ${columns};
  let column = group * ${inGroup} + place;
${eachStrip(
  (strip) => wgsl`  let strip${strip} = min(part * ${strips} + ${strip}, ${allStrips - 1});
  let ky${strip} = strip${strip} / ${depth} * ${dilation[0]} - ${padding.top};
  let c${strip} = strip${strip} % ${depth} + group * ${depth};
${eachSum((...at) => `  var ${sum(strip, ...at)} = ${zero};`)}`,
)}
${eachLine}
    let n = ${image}; let oy = ${oy};
${eachStrip(
  (strip) => `    let at${strip} = ${lineAt(strip)};
${bounded ? wgsl`    let in${strip} = u32(oy * ${stride[0]} + ky${strip}) < ${height}u;` : ''}
${unrolled(reused, (tap) => `    var x${strip}_${tap} = ${zeroX};`)}`,
)}
${
  reused > 0
    ? `    ${loop('tap', '0', wgsl`${reused}`)} {
${eachStrip(
  (strip) => `${unrolled(reused - 1, (tap) => `      x${strip}_${tap} = x${strip}_${tap + 1};`)}
      x${strip}_${reused - 1} = ${firstX(strip)};`,
)}
    }`
    : ''
}
    let dyLine = ${nth('line', lines)} * ${line * filters} + column${gaps(four)};
    ${loop('ox', first, end)} {
      let dyAt = dyLine + ox * ${filters};
${loadDy}
${eachStrip((strip) =>
  unrolled(tapColumns - reused, (tap) => `      let x${strip}_${reused + tap} = ${nextX(strip, reused + tap)};`),
)}
${eachStrip((strip) => eachSum((...at) => product(strip, ...at)))}
${eachStrip((strip) => unrolled(reused, (tap) => `      x${strip}_${tap} = x${strip}_${tap + tapColumns - reused};`))}
    }
  }
${indexed('kept', isVec4 ? 'vec4f' : 'f32', inColumn * columns, (place) =>
  sumNumber(Math.floor(place / columns), place % columns),
)}
  ${loop('stored', '0', wgsl`${inColumn}`)} {
    let strip = part * ${strips} + ${strips === 1 ? '0' : wgsl`stored / ${tapColumns * wide}`};
    let tap = ${tapColumns === 1 ? '0' : wgsl`stored / ${wide} % ${tapColumns}`}; let channel = stored % ${wide};
    let at = sums * ${tapRows * tapColumns * depth * wide * filters} + column${gaps(four)}
      + ${firstOfStrip} * ${wide * filters} + (tap * ${depth * wide} + channel) * ${filters};
    ${loop('f', '0', wgsl`${columns}`)} {
      ${owned === '' ? '' : `if (${owned}) `}{ ${store('dw', 'at + f', wgsl`kept[stored * ${columns} + f]`)} }
    }
  }`;
}

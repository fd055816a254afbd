// Which thread of a direct convolution computes which tile, and which taps its iterations take. Quad operations need
// uniform control flow: lanes of a workgroup then have the same columns, and lanes beyond the last row run along.

import { type AdapterProfile, compilesSlowly } from '../../adapter-profile.js';
import { wgsl } from '../../shaders/wgsl.js';
import { quadWorkgroup } from '../../variants/quad-workgroup.js';
import { countPhases, type DirectConv } from './problem.js';
import { declarePhase } from './stride-phases.js';
import type { DirectConvTile } from './tile.js';

export interface ThreadLayout {
  readonly count: number;
  /** Threads of a workgroup where it uses quad operations; undefined where any number will do. */
  readonly workgroupSize: number | undefined;
  /**
   * WGSL that declares a thread's tile: its `group`, `place` in the group and `column`, its image `n`, its `row` and
   * `y`, and its first `x`.
   */
  readonly which: string;
  /** WGSL of the first turn `t`, and of the one after the last. */
  readonly turns: readonly [first: string, end: string];
  /** WGSL that declares turn `t`'s first tap `ky`, `kx` and where it looks, `iy`, `ix`. */
  readonly tap: string;
  /** Whether no turn looks at rows outside the source. */
  readonly rowsAreThere: boolean;
  /**
   * WGSL of the number of the result's pixel for the tile's pixel `stored`, and what must hold for that to be one;
   * nothing: it always is.
   */
  readonly pixel: string;
  readonly pixelIsThere: readonly string[];
  /** Whether all columns of all tiles are known to be there. */
  readonly columnsAreThere: boolean;
}

export function layOutThreads(problem: DirectConv, tile: DirectConvTile, adapter: AdapterProfile): ThreadLayout {
  const { source, result, window, groups, phases } = problem;
  const { pixels, taps } = tile;
  const quad = tile.sharing === 'quad';
  // Where compiling is slow kernels ask even what is always so: then more of them have one text.
  const isKnown = (always: boolean) => always && !compilesSlowly(adapter);
  const [batch] = source;
  const inGroup = result[3] / groups;
  const tiles = Math.ceil(inGroup / tile.columns);
  // Rows and columns of one phase; without phases all are in one.
  const [down, across] = countPhases(problem);
  const rows = Math.ceil(result[1] / down);
  const tilesInRow = Math.ceil(result[2] / across / pixels);
  const rowTiles = batch * rows * tilesInRow;
  const columnTiles = down * across * groups * tiles;
  const turns = window.kernel[1] / taps;
  const rowwise = quad ? rowwiseOf(problem, adapter, tilesInRow) : undefined;
  const size = rowwise?.size ?? quadWorkgroup(rowTiles, adapter);

  const whichTile = rowwise
    ? wgsl`
  let tile = i32(workgroup % ${columnTiles}u);
  let rowGroup = i32(workgroup / ${columnTiles}u);
  let y = rowGroup / ${rowwise.groups};
  let inRows = rowGroup % ${rowwise.groups} * ${size} + i32(lane);
  let n = inRows / ${tilesInRow};
  let x = inRows % ${tilesInRow} * ${pixels};
  let row = n * ${rows} + y;`
    : quad
      ? wgsl`
  let tile = i32(workgroup % ${columnTiles}u);
  let rowTile = i32(workgroup / ${columnTiles}u * ${size}u + lane);`
      : wgsl`
  let tile = i32(i % ${columnTiles}u);
  let rowTile = i32(i / ${columnTiles}u);`;
  const whichRow = rowwise
    ? `
  let firstKy = ${rowwise.first};
  let endKy = ${rowwise.end};`
    : wgsl`
  let x = rowTile % ${tilesInRow} * ${pixels};
  let row = rowTile / ${tilesInRow};
  let y = row % ${rows};
  let n = row / ${rows};`;
  const whichPhase = phases
    ? wgsl`
  let phaseX = tile / ${groups * tiles} % ${across};
  let phaseY = tile / ${groups * tiles * across};
${declarePhase(phases[0], 'Y')}
${declarePhase(phases[1], 'X')}
  let allTaps = tapsY * tapsX;`
    : '';
  const tap = phases
    ? wgsl`
    let tapY = t / tapsX;
    let tapX = t % tapsX;
    let ky = firstTapY + tapY * ${phases[0].tapStep};
    let kx = firstTapX + tapX * ${phases[1].tapStep};
    let iy = y + firstAtY - tapY * ${phases[0].back};
    let ix = x + firstAtX - tapX * ${phases[1].back};`
    : wgsl`
    let ky = t / ${turns};
    let kx = t % ${turns} * ${taps};
    let iy = y * ${window.stride[0]} + ky * ${window.dilation[0]} - ${window.padding.top};
    let ix = x * ${window.stride[1]} + kx * ${window.dilation[1]} - ${window.padding.left};`;
  const [toY, toX] = phases
    ? [wgsl`y * ${down} + phaseY`, wgsl`(x + stored) * ${across} + phaseX`]
    : ['y', 'x + stored'];
  return {
    count: (rowwise ? rows * rowwise.groups * size : quad ? Math.ceil(rowTiles / size) * size : rowTiles) * columnTiles,
    workgroupSize: quad ? size : undefined,
    which: wgsl`${whichTile}
  let group = tile / ${tiles}${phases ? wgsl` % ${groups}` : ''};
  let place = tile % ${tiles} * ${tile.columns};
  let column = group * ${inGroup} + place;${whichRow}${whichPhase}`,
    turns: rowwise
      ? [wgsl`firstKy * ${turns}`, wgsl`endKy * ${turns}`]
      : ['0', phases ? 'allTaps' : wgsl`${window.kernel[0] * turns}`],
    tap,
    rowsAreThere: rowwise !== undefined,
    pixel: wgsl`${phases ? wgsl`(n * ${result[1]} + ${toY})` : 'row'} * ${result[2]} + ${toX}`,
    pixelIsThere: [
      isKnown(rows * down === result[1]) ? '' : wgsl`(${toY} < ${result[1]})`,
      isKnown(tilesInRow * pixels * across === result[2]) ? '' : wgsl`(${toX} < ${result[2]})`,
      rowwise ? wgsl`(n < ${batch})` : quad ? wgsl`(rowTile < ${rowTiles})` : '',
    ].filter(Boolean),
    columnsAreThere: isKnown(tiles * tile.columns === inGroup),
  };
}

/** How threads are laid out so that those of a workgroup compute the same row of the result, of many images. */
interface Rowwise {
  /** Workgroups for each row, and threads in each. */
  readonly groups: number;
  readonly size: number;
  /** WGSL for the first row of the window that sees the source from row `y`, and the one after the last (i32). */
  readonly first: string;
  readonly end: string;
}

/** The share of iterations it must save, or the usual layout is taken, whose workgroups are full. */
const leastSaved = 0.1;

/**
 * Window rows that lie outside the source need no iteration; but threads with quad operations must iterate
 * together. So where many rows see nothing, as in the gradient of a wide window, a workgroup takes one row of the
 * result. Undefined where that saves little.
 */
function rowwiseOf(problem: DirectConv, adapter: AdapterProfile, tilesInRow: number): Rowwise | undefined {
  const { source, result, window, phases } = problem;
  if (phases) return undefined;
  const [kernel, stride, dilation, before] = [
    window.kernel[0],
    window.stride[0],
    window.dilation[0],
    window.padding.top,
  ];
  let seen = 0;
  for (let y = 0; y < result[1]; y++)
    for (let ky = 0; ky < kernel; ky++) {
      const iy = y * stride + ky * dilation - before;
      if (iy >= 0 && iy < source[1]) seen++;
    }
  const inRow = result[0] * tilesInRow;
  const size = quadWorkgroup(inRow, adapter);
  const groups = Math.ceil(inRow / size);
  if (groups * size * seen > (1 - leastSaved) * inRow * result[1] * kernel) return undefined;
  // Rounded up, of numbers made positive first.
  const taps = (rows: string) => wgsl`(max(0, ${rows}) + ${dilation - 1}) / ${dilation}`;
  const first = taps(wgsl`${before} - y * ${stride}`);
  return { groups, size, first, end: wgsl`min(${kernel}, ${taps(wgsl`${source[1] + before} - y * ${stride}`)})` };
}

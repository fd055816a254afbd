// The problem that a direct convolution solves: the images, the window between them, and the layout of the weights; and
// which of the pixels under the window may lie outside the source.
import type { Window } from '../../../../../model/index.js';
import type { Extents, WindowGeometry } from '../../../../ir/index.js';
import type { StridePhases } from './stride-phases.js';
import type { DirectConvTile } from './tile.js';

/** [source, weights, bias?] -> [result] */
export interface DirectConv {
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
  /** Down and across. The window's stride is then 1, and of its taps each phase has its own. */
  readonly phases?: readonly [StridePhases, StridePhases];
}

/** What the kernels of a convolution are planned from, before its operands are known. */
export interface ConvShape {
  /** For people and profilers. */
  readonly label: string;
  readonly geometry: WindowGeometry;
  readonly groups: number;
}

/** Phases down and across; without any, all results are in one. */
export function countPhases({ phases }: DirectConv): readonly [down: number, across: number] {
  return phases ? [phases[0].each.length, phases[1].each.length] : [1, 1];
}

/**
 * What may fall outside the source and must count as 0: rows, and which positions of a turn. Those that only pixels
 * beyond the row's end ask for are not checked, for what they compute is never stored.
 * @param rowsAreThere no thread asks for rows outside
 */
export function findBounds(problem: DirectConv, { pixels, taps }: DirectConvTile, rowsAreThere: boolean) {
  const { source, result, window, phases } = problem;
  const counts = countPhases(problem);
  const stride = window.stride[1];
  const width = Math.ceil(result[2] / counts[1]);
  const leaves = (axis: 0 | 1, shift: number) => {
    const last = Math.ceil(result[1 + axis] / counts[axis]) - 1;
    return shift < 0 || last * window.stride[axis] + shift >= source[1 + axis];
  };
  const inRow = !rowsAreThere && shiftsOf(problem, 0).some((shift) => leaves(0, shift));
  const outside = new Set<number>();
  shiftsOf(problem, 1).forEach((shift, tap) => {
    if (!leaves(1, shift)) return;
    const inTurn = phases ? 0 : (tap % taps) * window.dilation[1];
    for (let x = 0; x < width; x++) {
      const ix = x * stride + shift;
      if (ix < 0 || ix >= source[2]) outside.add((x % pixels) * stride + inTurn);
    }
  });
  return { inRow, inColumn: (at: number) => outside.has(at) };
}

/**
 * For every tap along an axis, of every phase: the place in the source that the result's first place, 0, sees through
 * it.
 */
function shiftsOf({ window, phases }: DirectConv, axis: 0 | 1): number[] {
  if (!phases) {
    const before = axis === 0 ? window.padding.top : window.padding.left;
    return Array.from({ length: window.kernel[axis] }, (_, tap) => tap * window.dilation[axis] - before);
  }
  const { each, back } = phases[axis];
  return each.flatMap(({ taps, firstAt }) => Array.from({ length: taps }, (_, tap) => firstAt - tap * back));
}

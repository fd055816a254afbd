// How normalisation kernels walk values [batch, places, channels] in groups of adjacent channels, with statistics
// [batch, groups] (`NormGroups` in runtime/ir). vec4 where a vector stays within a group, or where each channel is its
// own group (batch normalisation): then the statistics are vec4 too.

import type { NormGroups } from '../../../../ir/index.js';
import type { AdapterProfile } from '../../adapter-profile.js';
import type { Emitter } from '../../shaders/emitter.js';
import type { StorageBuffer } from '../../shaders/kernel.js';
import { wgsl } from '../../shaders/wgsl.js';

export interface NormWalk {
  /** Of an element of x, and of scale and shift. */
  readonly type: 'f32' | 'vec4f';
  /** Elements of x in all, in a batch entry, and in a row of channels. */
  readonly size: number;
  readonly entry: number;
  readonly columns: number;
  /** Of an element of the statistics, and how many there are of them in all and in a batch entry. */
  readonly statistic: 'f32' | 'vec4f';
  readonly statistics: number;
  readonly groups: number;
  /** Elements of x in a group of a batch entry, one after the other by `element`. */
  readonly length: number;
  /** Values that one statistic sums for each element. */
  readonly perElement: number;
  /**
   * The length cut into at most `splits` pieces of whole elements, the last of which may be shorter, but is not
   * empty.
   */
  cut(splits: number): { readonly piece: number; readonly splits: number };
  /** WGSL for the index of element `e` (u32) of group `g` in batch entry `n`. */
  element(n: string, g: string, e: string): string;
  /** WGSL for the index of the statistic of the element in column `column` of batch entry `n`. */
  statisticAt(n: string, column: string): string;
  /** WGSL that sums an accumulator of `type` to one of `statistic`. */
  total(accumulator: string): string;
  /** How x, the statistics, and a parameter of every channel are declared. */
  readonly values: Pick<StorageBuffer, 'type' | 'size'>;
  readonly figures: Pick<StorageBuffer, 'type' | 'size'>;
  readonly parameters: Pick<StorageBuffer, 'type' | 'size'>;
}

export function normWalk({ batch, places, channels, groups }: NormGroups): NormWalk {
  const single = groups === channels;
  const inGroup = channels / groups;
  const isVec4 = single ? channels % 4 === 0 : inGroup % 4 === 0;
  const width = isVec4 ? 4 : 1;
  const type = isVec4 ? 'vec4f' : 'f32';
  const statistic = single ? type : 'f32';
  const columns = channels / width;
  const entry = places * columns;
  const statisticGroups = single ? columns : groups;
  const groupColumns = single ? 1 : inGroup / width;
  const size = batch * entry;
  const statistics = batch * statisticGroups;
  const length = places * groupColumns;
  const inEntry = (g: string, e: string) => {
    if (groupColumns === columns) return e;
    if (groupColumns === 1) return wgsl`${e} * ${columns}u + ${g}`;
    return wgsl`${e} / ${groupColumns}u * ${columns}u + ${g} * ${groupColumns}u + ${e} % ${groupColumns}u`;
  };
  return {
    type,
    size,
    entry,
    columns,
    statistic,
    statistics,
    groups: statisticGroups,
    length,
    cut(splits) {
      const piece = Math.ceil(length / splits);
      return { piece, splits: Math.ceil(length / piece) };
    },
    perElement: single ? 1 : width,
    element: (n, g, e) => wgsl`${n} * ${entry}u + ${inEntry(g, e)}`,
    statisticAt: (n, column) => wgsl`${n} * ${statisticGroups}u + ${column} / ${groupColumns}u`,
    total: (accumulator) => (type === statistic ? accumulator : `dot(${accumulator}, vec4f(1))`),
    values: { type, size },
    figures: { type: statistic, size: statistics },
    parameters: { type, size: columns },
  };
}

/** Elements of a column that one thread takes on software adapters, where there are as many. */
const mostRows = 16;

/** How a kernel that computes each element by itself walks them. */
export interface ElementWalk {
  readonly threads: number;
  /** WGSL that declares `column`, and `first`, the index of the thread's first element (u32). */
  readonly begin: string;
  /** WGSL that does `code` for every element `place` (u32) of the thread: all in one column of one batch entry. */
  each(emit: Emitter, code: string): string;
}

/**
 * A thread takes one element; on software adapters, where threads are no gain and loads bind, some below each other,
 * for which it loads the statistics and parameters of their column once.
 */
export function elementWalk({ size, columns, entry }: NormWalk, { software }: AdapterProfile): ElementWalk {
  const places = entry / columns;
  let rows = software ? mostRows : 1;
  while (places % rows !== 0) rows /= 2;
  const begin = wgsl`
  let column = i % ${columns}u;
  let first = i / ${columns}u * ${rows * columns}u + column;`;
  const each = ({ loop }: Emitter, code: string) =>
    rows === 1
      ? `  let place = first;\n  ${code}`
      : wgsl`  ${loop('row', '0u', wgsl`${rows}u`)} {\n    let place = first + row * ${columns}u;\n    ${code}\n  }`;
  return { threads: size / rows, begin, each };
}

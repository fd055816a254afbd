// How the fields of a tensor's units are written for people.
import { formatPair, type Pair, type ReceptiveField } from '../../../model/index.js';
import { seesAll } from './axis-field.js';
import type { UnitFields } from './receptive-field.js';

const wholeInput = 'whole input';

/** `5`, `3x7`, `188 … 204` where units see different parts, `whole input` where every unit does. */
export function formatField(field: UnitFields): string {
  return formatFields(field, field);
}

/** The fields of several layers in one: `5 … 32`, from the first to the last. */
export function formatFields(first: UnitFields, last: UnitFields): string {
  const isRange = [first, last].some((field) => !isWhole(field) && !areAlike(field));
  const least = isRange ? perAxis(Math.min, first.smallest, last.smallest) : first.size;
  const most = isRange ? perAxis(Math.max, first.size, last.size) : last.size;
  const [from, to] = [isWhole(first) ? wholeInput : formatPair(least), isWhole(last) ? wholeInput : formatPair(most)];
  return from === to ? from : `${from} … ${to}`;
}

/** `5x5, stride 1, first unit centred at pixel 0` */
export function describeField(field: UnitFields): string {
  const { size, smallest, stride, start, whole } = field;
  if (isWhole(field)) return wholeInput;
  const sides = ([vertical, horizontal]: Pair) => `${vertical}x${horizontal}`;
  if (!areAlike(field)) return `${sides(smallest)} … ${sides(size)}, by the unit`;
  const at = start[0] === start[1] ? `${start[0]}` : `(${start.join(', ')})`;
  const covering = whole ? '; every unit sees the whole input' : '';
  return `${sides(size)}, stride ${formatPair(stride)}, first unit centred at pixel ${at}${covering}`;
}

/** Whether two fields are written alike. */
export function isSameField(a: UnitFields, b: UnitFields): boolean {
  if (a === b || (a.size === b.size && a.axes === b.axes)) return true;
  return isEqual(a.size, b.size) && isEqual(a.smallest, b.smallest) && isWhole(a) === isWhole(b);
}

/**
 * Whether the field has no other size than the image's: a layer before looked at all of it, or units of different
 * fields all see it. A window that reaches past every border has a size of its own.
 */
function isWhole(field: UnitFields): boolean {
  const { whole, axes } = field;
  return whole && (!areAlike(field) || (seesAll(axes[0]) && seesAll(axes[1])));
}

function areAlike({ size, smallest }: ReceptiveField): boolean {
  return isEqual(size, smallest);
}

function isEqual(a: Pair, b: Pair): boolean {
  return a === b || (a[0] === b[0] && a[1] === b[1]);
}

function perAxis(of: (a: number, b: number) => number, a: Pair, b: Pair): Pair {
  return [of(a[0], b[0]), of(a[1], b[1])];
}

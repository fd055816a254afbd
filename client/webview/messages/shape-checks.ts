// Checks of shapes, sides and padding, which graphs and jobs have in common.
import type { Padding, Pair, Shape, Window } from '../../../model/index.js';
import { count, flag, isRecord, positive } from './checks.js';

export function isShape(value: unknown): value is Shape {
  return isRecord(value) && positive(value.height) && positive(value.width) && positive(value.channels);
}

export function isPair(value: unknown, side: (value: unknown) => boolean): value is Pair {
  return Array.isArray(value) && value.length === 2 && value.every(side);
}

export function isPadding(value: unknown): value is Padding {
  return isRecord(value) && [value.top, value.left, value.bottom, value.right].every(count);
}

export function isWindow(value: unknown): value is Window {
  if (!isRecord(value)) return false;
  const { kernel, stride, dilation, padding, ceil } = value;
  return [kernel, stride, dilation].every((pair) => isPair(pair, positive)) && isPadding(padding) && flag(ceil);
}

// Reads number and size literals, with fixes for common typos.

import { badNumber, sizeSpelling } from '../diagnostics/values.js';
import {
  type Expression,
  isCall,
  isNumberLiteral,
  isSizeLiteral,
  isTuple,
  type NumberLiteral,
  type SizeLiteral,
} from '../syntax/generated/ast.js';
import { rangeOf } from '../syntax/ranges.js';
import type { FileContext } from './file-context.js';
import { symbols } from './types.js';
import { unknown, type Value } from './value.js';

/** Whether a value is written out: a number, a size, a tuple of them or a word such as `same`. */
export function isLiteral(expression: Expression): boolean {
  if (isTuple(expression)) return expression.elements.every(isLiteral);
  if (isCall(expression)) return !expression.parenthesis && symbols.has(expression.name);
  return isNumberLiteral(expression) || isSizeLiteral(expression);
}

const units: Record<string, number> = {
  '': 1,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};

/** A number without a unit, as nearly all are. */
const bare = /^[0-9]*\.?[0-9]*(?:[eE][+-]?[0-9]+)?$/;

/** `64`, `.5`, `1e-3`, `1M`, `2GiB`. */
export function readNumber(literal: NumberLiteral, file: FileContext): Value {
  if (literal.text && bare.test(literal.text)) return { kind: 'number', value: Number(literal.text) };
  const match = /^([0-9]*\.?[0-9]*(?:[eE][+-]?[0-9]+)?)([A-Za-z0-9_]*)$/.exec(literal.text ?? '');
  if (!match) return unknown;
  const [, digits, unit] = match;
  if (Object.hasOwn(units, unit)) return { kind: 'number', value: Number(digits) * units[unit] };
  const computed = /^x([A-Za-z_]\w*)$/.exec(unit);
  const size = computed ? `(${digits}, ${computed[1]})` : undefined;
  file.diagnostics.report(badNumber, rangeOf(literal, file), { text: literal.text, unit, size });
  return unknown;
}

/** `3x3` and `28x28x1`; a typo such as `3 X 3` is reported and read as meant. */
export function readSize(literal: SizeLiteral, file: FileContext): Value {
  const text = literal.text ?? '';
  const sides = text.split(/\s*[xX×]\s*/).map(Number);
  if (!/^[0-9]+(x[0-9]+)+$/.test(text)) {
    file.diagnostics.report(sizeSpelling, rangeOf(literal, file), { sides, separate: false });
  }
  return { kind: 'size', sides };
}

// Translates a call as PyTorch, Keras, Caffe or the textbook's tables write it: `Conv2d(3, 64, kernel_size=7)` becomes
// `conv(64, 7, pad=0)`, `CONV3-64` becomes `conv(64, 3x3)`. The translation is the text of a fix.

import { type Builtin, canFlow, findBuiltin } from '../builtins/builtins.js';
import {
  type Binary,
  type Call,
  type Expression,
  isBinary,
  isCall,
  isChain,
  isNumberLiteral,
} from '../syntax/generated/ast.js';
import { sourceText } from '../syntax/nodes.js';
import { nameRange, rangeOf, type StatementStarts } from '../syntax/ranges.js';
import type { Range } from '../text/range.js';
import { type ForeignLayer, findForeignLayer, translateParameter } from './foreign-names.js';

/** The file that the call is in; `defaults` are its own defaults by layer. */
export interface ForeignFile extends StatementStarts {
  readonly defaults: ReadonlyMap<string, unknown>;
}

export interface Translation {
  readonly range: Range;
  readonly text: string;
}

/** Translates a call with an unknown name; undefined where no library has that name. */
export function translateCall(call: Call, file: ForeignFile): Translation | undefined {
  const table = translateFirstHalf(call, file) ?? tableForm(call, file);
  if (table) return table;
  const foreign = findForeignLayer(call.name);
  const builtin = foreign && findBuiltin(foreign.name);
  if (!foreign || !builtin) return undefined;
  // Of a join only the name is translated.
  if (builtin.category === 'join') return { range: nameRange(call, file), text: foreign.name };
  return { range: rangeOf(call, file), text: callText(call, foreign, builtin, file.defaults.has(foreign.name)) };
}

/** The layer that `max` in `max-pool(2)` is the first half of. */
export function translateFirstHalf(call: Call, file: ForeignFile): Translation | undefined {
  const { $container: around } = call as { $container: unknown };
  return isBinary(around) && around.left === call ? translateHyphenated(around, file) : undefined;
}

/** `soft-max` and `max-pool(2)`: a layer's name with a hyphen in it, which is read as a difference. */
export function translateHyphenated(difference: Binary, file: ForeignFile): Translation | undefined {
  const { left, operator, right } = difference;
  if (operator !== '-' || !isCall(left) || left.parenthesis || !isCall(right)) return undefined;
  if (!sourceText(difference)?.startsWith(`${left.name}-${right.name}`)) return undefined;
  const [first, second] = [left.name.toLowerCase(), right.name?.toLowerCase()];
  const range = rangeOf(difference, file);
  const own = findBuiltin(`${first}${second}`) ?? findBuiltin(`${first}_${second}`);
  if (own && canFlow(own)) return { range, text: own.name + sourceText(right)?.slice(right.name.length) };
  const foreign = findForeignLayer(`${first}${second}`);
  const builtin = foreign && findBuiltin(foreign.name);
  return builtin && { range, text: callText(right, foreign, builtin, file.defaults.has(foreign.name)) };
}

/** `full`: also writes the language's defaults, because the file has others. */
function callText(call: Call, foreign: ForeignLayer, builtin: Builtin, full: boolean): string {
  const names = builtin.parameters.map(({ name }) => name);
  const values = new Map<string, string>();
  const positional = call.arguments.filter(({ name }) => name === undefined);
  // Linear(in, out): the input size is known; a single argument is the output size.
  const order = positional.length === 1 ? foreign.positional.filter(Boolean) : foreign.positional;
  positional.forEach(({ value }, index) => {
    if (order[index]) values.set(order[index], valueText(value, order[index]));
  });
  let activation = '';
  for (const { name, value } of call.arguments) {
    if (name === undefined) continue;
    if (name === 'activation') activation = ` -> ${valueText(value)}`;
    const own = names.includes(name) ? name : translateParameter(name, names);
    if (own) values.set(own, valueText(value, own));
  }
  for (const [name, value] of Object.entries(foreign.otherwise ?? {})) if (!values.has(name)) values.set(name, value);
  for (const parameter of full ? [] : builtin.parameters.slice(1)) {
    if (parameter.defaultText === values.get(parameter.name)) values.delete(parameter.name);
  }
  const text = `${foreign.name}${argumentsText(names, values)}${activation}`;
  return activation && !isChain(call.$container) ? `[${text}]` : text;
}

/** Arguments in order: the first two without names, up to the first that is missing. */
function argumentsText(names: readonly string[], values: ReadonlyMap<string, string>): string {
  if (values.size === 0) return '';
  const leading = names.slice(0, 2);
  const gap = leading.findIndex((name) => !values.has(name));
  const unnamed = new Set(gap === -1 ? leading : leading.slice(0, gap));
  const written = names.filter((name) => values.has(name));
  const texts = written.map((name) => (unnamed.has(name) ? values.get(name) : `${name}=${values.get(name)}`));
  return `(${texts.join(', ')})`;
}

/** Values such as `False`, `"same"` and `(3, 3)` in this language's notation. */
function valueText(value: Expression | undefined, parameter = ''): string {
  const text = (sourceText(value) ?? '').replace(/^"(.*)"$/, '$1').replace(/^\(\s*(\d+)\s*,\s*(\d+)\s*\)$/, '$1x$2');
  if (/^(True|False)$/.test(text)) return text.toLowerCase();
  if (text === 'valid') return '0';
  return parameter === 'kernel' && /^\d+$/.test(text) ? `${text}x${text}` : text;
}

/** `[...]x2`, whose `x2` is read as a name. */
export function isRepetitionCount({ name, parenthesis }: Call): boolean {
  return !parenthesis && /^x[0-9]+$/i.test(name);
}

/** The textbook's tables write `CONV3-64`, `FC-4096`, `POOL2`, and repeat by `x2`. */
function tableForm(call: Call, file: ForeignFile): Translation | undefined {
  if (isRepetitionCount(call)) return { range: rangeOf(call, file), text: `*${call.name.slice(1)}` };
  const [, word, size] = /^(conv|fc|pool|maxpool|avgpool)(\d*)$/i.exec(call.name) ?? [];
  if (word === undefined || call.parenthesis) return undefined;
  const count = subtracted(call);
  if (count && /^conv$/i.test(word)) {
    const window = size === '' ? '' : `, ${size}x${size}`;
    return { range: rangeOf(count.$container, file), text: `conv(${count.text}${window})` };
  }
  if (count && /^fc$/i.test(word)) return { range: rangeOf(count.$container, file), text: `fc(${count.text})` };
  if (/pool$/i.test(word) && size !== '') {
    const name = word.toLowerCase() === 'pool' ? 'maxpool' : word.toLowerCase();
    return { range: rangeOf(call, file), text: `${name}(${size})` };
  }
  return undefined;
}

/** The number that `call - number` subtracts. */
function subtracted(call: Call) {
  const { $container: around } = call as { $container: unknown };
  if (!isBinary(around) || around.operator !== '-' || around.left !== call) return undefined;
  return isNumberLiteral(around.right) ? around.right : undefined;
}

/** `FC-4096`, where the name is known: nothing can be subtracted from a layer. */
export function translateDifference({ left, operator }: Binary, file: ForeignFile): Translation | undefined {
  return operator === '-' && isCall(left) ? tableForm(left, file) : undefined;
}

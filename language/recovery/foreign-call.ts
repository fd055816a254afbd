// Writes a call as other libraries or the textbook's tables have it in the words of this language: `Conv2d(3, 64,
// kernel_size=7)` as `conv(64, 7, pad=0)`, `CONV3-64` as `conv(64, 3x3)`. It is the text of a fix.

import { type Builtin, canFlow, findBuiltin } from '../builtins/builtins.js';
import type { FileContext } from '../evaluate/file-context.js';
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
import { nameRange, rangeOf } from '../syntax/ranges.js';
import type { Range } from '../text/range.js';
import { type Peer, peerOf, peerParameter } from './foreign-names.js';

export interface Rewriting {
  readonly range: Range;
  readonly text: string;
}

/** What a call with an unknown name means; undefined where no library has that name either. */
export function rewritten(call: Call, file: FileContext): Rewriting | undefined {
  const { $container: around } = call as { $container: unknown };
  const whole = isBinary(around) && around.left === call ? hyphenated(around, file) : undefined;
  const table = whole ?? tableForm(call, file);
  if (table) return table;
  const peer = peerOf(call.name);
  const builtin = peer && findBuiltin(peer.name);
  if (!peer || !builtin) return undefined;
  // A join's branches are left as they are.
  if (builtin.category === 'join') return { range: nameRange(call, file), text: peer.name };
  return { range: rangeOf(call, file), text: callText(call, peer, builtin, file.defaults.has(peer.name)) };
}

/** `soft-max` and `max-pool(2)`: a layer's name with a hyphen in it, which is read as a difference. */
export function hyphenated(difference: Binary, file: FileContext): Rewriting | undefined {
  const { left, operator, right } = difference;
  if (operator !== '-' || !isCall(left) || left.parenthesis || !isCall(right)) return undefined;
  if (!sourceText(difference)?.startsWith(`${left.name}-${right.name}`)) return undefined;
  const [first, second] = [left.name.toLowerCase(), right.name?.toLowerCase()];
  const range = rangeOf(difference, file);
  const own = findBuiltin(`${first}${second}`) ?? findBuiltin(`${first}_${second}`);
  if (own && canFlow(own)) return { range, text: own.name + sourceText(right)?.slice(right.name.length) };
  const peer = peerOf(`${first}${second}`);
  const builtin = peer && findBuiltin(peer.name);
  return builtin && { range, text: callText(right, peer, builtin, file.defaults.has(peer.name)) };
}

/** `full`: what the language has as its default is written, because the file has others. */
function callText(call: Call, peer: Peer, builtin: Builtin, full: boolean): string {
  const names = builtin.parameters.map(({ name }) => name);
  const values = new Map<string, string>();
  const positional = call.arguments.filter(({ name }) => name === undefined);
  // Linear(in, out): what flows in is known here; with one argument only it is what comes out.
  const order = positional.length === 1 ? peer.positional.filter(Boolean) : peer.positional;
  positional.forEach(({ value }, index) => {
    if (order[index]) values.set(order[index], valueText(value, order[index]));
  });
  let activation = '';
  for (const { name, value } of call.arguments) {
    if (name === undefined) continue;
    if (name === 'activation') activation = ` -> ${valueText(value)}`;
    const own = names.includes(name) ? name : peerParameter(name, names);
    if (own) values.set(own, valueText(value, own));
  }
  for (const [name, value] of Object.entries(peer.otherwise ?? {})) if (!values.has(name)) values.set(name, value);
  for (const parameter of full ? [] : builtin.parameters.slice(1)) {
    if (parameter.defaultText === values.get(parameter.name)) values.delete(parameter.name);
  }
  const text = `${peer.name}${argumentsText(names, values)}${activation}`;
  return activation && !isChain(call.$container) ? `[${text}]` : text;
}

/** Arguments in order, without names up to the first that is left out; no more than two, for the reader's sake. */
function argumentsText(names: readonly string[], values: ReadonlyMap<string, string>): string {
  if (values.size === 0) return '';
  const leading = names.slice(0, 2);
  const gap = leading.findIndex((name) => !values.has(name));
  const unnamed = new Set(gap === -1 ? leading : leading.slice(0, gap));
  const written = names.filter((name) => values.has(name));
  return `(${written.map((name) => (unnamed.has(name) ? values.get(name) : `${name}=${values.get(name)}`)).join(', ')})`;
}

/** `False`, `"same"` and `(3, 3)` as they are written here. */
function valueText(value: Expression | undefined, parameter = ''): string {
  const text = (sourceText(value) ?? '').replace(/^"(.*)"$/, '$1').replace(/^\(\s*(\d+)\s*,\s*(\d+)\s*\)$/, '$1x$2');
  if (/^(True|False)$/.test(text)) return text.toLowerCase();
  if (text === 'valid') return '0';
  return parameter === 'kernel' && /^\d+$/.test(text) ? `${text}x${text}` : text;
}

/** `[...]x2`, whose `x2` is read as a name. */
export function isCount({ name, parenthesis }: Call): boolean {
  return !parenthesis && /^x[0-9]+$/i.test(name);
}

/** The textbook's tables write `CONV3-64`, `FC-4096`, `POOL2`, and repeat by `x2`. */
function tableForm(call: Call, file: FileContext): Rewriting | undefined {
  if (isCount(call)) return { range: rangeOf(call, file), text: `*${call.name.slice(1)}` };
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

/** `FC-4096`: the name is known, and nothing can be subtracted from a layer. */
export function rewrittenDifference({ left, operator }: Binary, file: FileContext): Rewriting | undefined {
  return operator === '-' && isCall(left) ? tableForm(left, file) : undefined;
}

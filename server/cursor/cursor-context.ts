// What is being written at the cursor: the body and the call around it, read from the text before it. Scans tokens and
// not the syntax tree, since a half-written line rarely parses.
import { isKeyword, type Keyword } from '../../language/index.js';

/** The braces around the cursor; `file` outside any. */
export type Body = 'file' | 'network' | 'block' | 'train' | 'defaults';

/** The call whose parentheses are open at the cursor. */
export interface OpenCall {
  readonly name: string;
  /** The position of the argument at the cursor among the arguments, from 0. */
  readonly index: number;
  /** The name in front of the argument's `=`. */
  readonly label?: string;
  /** The names of all arguments up to the cursor. */
  readonly labels: readonly string[];
  /** Whether an argument begins at the cursor, so that its name may be written. */
  readonly begins: boolean;
}

/**
 * What may begin at the cursor: a statement of the body; a value; after `->` a layer; after `+`, `*` and the like an
 * operand; in an assertion a figure; after `train` a network's name. `nothing` where punctuation or a new name is
 * required.
 */
type Expected = 'statement' | 'value' | 'layer' | 'operand' | 'figure' | 'network' | 'nothing';

export interface CursorContext {
  readonly body: Body;
  readonly call?: OpenCall;
  /** The body's name whose value is being written: `data` after `data = `. */
  readonly binding?: string;
  readonly expected: Expected;
  /** The names before an `=` in the innermost bracket, up to the cursor. */
  readonly labels: readonly string[];
  /** Whether the cursor is in a number or size, which cannot be completed. */
  readonly inNumber: boolean;
}

interface Frame {
  readonly bracket: string;
  readonly body?: Body;
  /** Of a call; absent for a tuple, a group and a block's parameters. */
  readonly name?: string;
  /** Whether a tensor flows into what begins in it: a group after `->`. */
  readonly fed: boolean;
  index: number;
  label?: string;
  readonly labels: string[];
  /** Of a network's body, while an assertion is written: the side of its comparison. */
  assertion?: 'left' | 'right';
}

const tokens = /\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|"[^"\r\n]*"?|->|[=<>]=|[()[\]{}=<>,*/+-]|[\w.]+/g;
/** What a value ends with. */
const valueEnd = /[\w.")\]}]$/;

/** The most characters of the word at the cursor that are read. */
const longestWord = 100;

/** Undefined inside a comment or a string. */
export function readCursorContext(text: string, offset: number): CursorContext | undefined {
  const word = /[\w.]*$/.exec(text.slice(Math.max(0, offset - longestWord), offset))?.[0] ?? '';
  const end = offset - word.length;
  const stack: Frame[] = [{ bracket: '', body: 'file', fed: false, index: 0, labels: [] }];
  /** Of the statement at file level, from its keyword to its end. */
  let keyword: Keyword | undefined;
  let before = '';
  for (const { 0: token, index } of text.slice(0, end).matchAll(tokens)) {
    const isText = token.startsWith('"');
    if (isText || token.startsWith('//') || token.startsWith('/*')) {
      if (index + token.length === end && !/^".*"$|\*\/$/s.test(token)) return undefined;
      if (!isText) continue;
      before = token;
      if (keyword === 'import') keyword = undefined;
      continue;
    }
    const frame = stack[stack.length - 1];
    const named = /^[A-Za-z_]/.test(before) ? before : undefined;
    if (token === '(' || token === '[' || token === '{') {
      stack.push(openFrame(token, { before, named, keyword }, stack));
    } else if (token === ')' || token === ']' || token === '}') {
      if (stack.length > 1) stack.pop();
      if (token === '}') keyword = undefined;
    } else if (token === ',') {
      frame.index++;
      frame.label = undefined;
    } else if (token === '=' && named !== undefined) {
      frame.label = named;
      frame.labels.push(named);
      frame.assertion = undefined;
    } else if (/^([<>]=?|==)$/.test(token)) {
      if (frame.assertion) frame.assertion = 'right';
    } else if (stack.length === 1 && isKeyword(token)) {
      keyword = token;
    } else if (/^[A-Za-z_]/.test(token) && beginsStatement(before, frame)) {
      frame.assertion = token === 'assert' && frame.body === 'network' ? 'left' : undefined;
    }
    before = token;
  }
  const expected = expectedAfter(before, stack, keyword);
  const { labels } = stack[stack.length - 1];
  return {
    body: stack.findLast((frame) => frame.body)?.body ?? 'file',
    call: callOf(stack, before),
    binding: expected === 'statement' ? undefined : stack.findLast(({ bracket }) => bracket === '{')?.label,
    expected,
    labels,
    inNumber: /^[\d.]/.test(word),
  };
}

/** The names before an `=` in the bracket around an offset that follow it, but for the word at the offset. */
export function readLabelsAfter(text: string, offset: number): string[] {
  const labels: string[] = [];
  let depth = 0;
  let before = '';
  for (const [token] of text
    .slice(offset)
    .replace(/^[\w.]*(\s*=(?!=))?/, '')
    .matchAll(tokens)) {
    if (token.startsWith('//') || token.startsWith('/*')) continue;
    if ('([{'.includes(token)) depth++;
    else if (')]}'.includes(token) && --depth < 0) break;
    else if (token === '=' && depth === 0 && /^[A-Za-z_]/.test(before)) labels.push(before);
    before = token;
  }
  return labels;
}

interface Preceding {
  /** The token before the bracket. */
  readonly before: string;
  /** The same, where it is a name. */
  readonly named: string | undefined;
  /** Of the statement at file level. */
  readonly keyword: Keyword | undefined;
}

function openFrame(bracket: string, { before, named, keyword }: Preceding, stack: readonly Frame[]): Frame {
  const frame = stack[stack.length - 1];
  const declares = bracket === '(' && keyword === 'block' && stack.length === 1;
  const asserts = before === 'assert' && frame.assertion !== undefined;
  const name = bracket === '(' && !declares && !asserts ? named : undefined;
  const body = declares ? 'block' : bracket === '{' && keyword !== 'import' ? keyword : undefined;
  return { bracket, body, name, fed: name === undefined && isFed(before, frame), index: 0, labels: [] };
}

function isFed(before: string, { bracket, fed }: Frame): boolean {
  return before === '->' || (fed && before === bracket);
}

function isBody({ bracket }: Frame): boolean {
  return bracket === '{' || bracket === '';
}

/** Whether a word that comes next begins a statement. */
function beginsStatement(before: string, frame: Frame): boolean {
  if (!isBody(frame) || frame.assertion === 'left') return false;
  return before === frame.bracket || valueEnd.test(before);
}

function expectedAfter(before: string, stack: readonly Frame[], keyword: Keyword | undefined): Expected {
  const frame = stack[stack.length - 1];
  if (stack.length === 1 && keyword) return before === 'train' ? 'network' : 'nothing';
  const declares = frame.body === 'block' && frame.bracket === '(';
  if (declares && (before === '(' || before === ',')) return 'nothing';
  const ended = valueEnd.test(before);
  const asserting = stack.findLast(isBody)?.assertion !== undefined;
  if (asserting && (before === 'assert' || !ended)) return 'figure';
  if (beginsStatement(before, frame)) return 'statement';
  if (ended) return 'nothing';
  if (isFed(before, frame)) return 'layer';
  return /^[-+*/]$/.test(before) ? 'operand' : 'value';
}

/** The innermost call, looking through groups and tuples; a body's brace ends the search. */
function callOf(stack: readonly Frame[], before: string): OpenCall | undefined {
  for (const frame of stack.toReversed()) {
    const { bracket, name, index, label, labels } = frame;
    if (bracket === '{') return undefined;
    const begins = frame === stack[stack.length - 1] && (before === '(' || before === ',');
    if (name !== undefined) return { name, index, label, labels, begins };
  }
  return undefined;
}

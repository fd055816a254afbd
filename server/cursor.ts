// What a person is in the middle of writing: the body and the call around the cursor, read from the text before it. The
// syntax tree is no help here, since a line half written rarely parses.

/** The braces around the cursor; `file` outside any. */
export type Body = 'file' | 'network' | 'block' | 'train' | 'defaults';

/** The call whose parentheses are open at the cursor. */
export interface OpenCall {
  readonly name: string;
  /** The place of the argument at the cursor, from 0. */
  readonly index: number;
  /** The name in front of the argument's `=`. */
  readonly label?: string;
  /** The names of all arguments up to the cursor. */
  readonly labels: readonly string[];
}

export interface Cursor {
  readonly body: Body;
  readonly call?: OpenCall;
  /** The body's name whose value is being written: `data` after `data = `. */
  readonly binding?: string;
  /** Whether a value may begin here: after `->`, `=`, a bracket, a comma or an operator, and where a statement may. */
  readonly expects: 'value' | 'statement';
  /** Whether the cursor is in a number or size, which nobody can complete. */
  readonly inNumber: boolean;
}

interface Frame {
  readonly bracket: string;
  readonly body?: Body;
  /** Of a call; absent for a tuple, a group and a block's parameters. */
  readonly name?: string;
  index: number;
  label?: string;
  readonly labels: string[];
}

const keywords = ['network', 'block', 'train', 'defaults'] as const;
const tokens = /\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|"[^"\r\n]*"?|->|==|[()[\]{}=,*/+-]|[\w.]+/g;

/** Characters of the word at the cursor that are looked at. */
const longestWord = 100;

/** Undefined inside a comment or a string. */
export function cursorAt(text: string, offset: number): Cursor | undefined {
  const word = /[\w.]*$/.exec(text.slice(Math.max(0, offset - longestWord), offset))?.[0] ?? '';
  const end = offset - word.length;
  const stack: Frame[] = [{ bracket: '', body: 'file', index: 0, labels: [] }];
  let keyword: Body | undefined;
  let before = '';
  for (const { 0: token, index } of text.slice(0, end).matchAll(tokens)) {
    if (token.startsWith('//') || token.startsWith('/*') || token.startsWith('"')) {
      if (index + token.length === end && !/^".*"$|\*\/$/s.test(token)) return undefined;
      if (token.startsWith('"')) before = token;
      continue;
    }
    const frame = stack[stack.length - 1];
    const named = /^[A-Za-z_]/.test(before) ? before : undefined;
    if (token === '(' || token === '[' || token === '{') {
      const declares = keyword === 'block' && stack.length === 1;
      const name = token === '(' && !declares ? named : undefined;
      stack.push({ bracket: token, body: token === '{' ? keyword : undefined, name, index: 0, labels: [] });
    } else if (token === ')' || token === ']' || token === '}') {
      if (stack.length > 1) stack.pop();
      if (token === '}') keyword = undefined;
    } else if (token === ',') {
      frame.index++;
      frame.label = undefined;
    } else if (token === '=' && named !== undefined) {
      frame.label = named;
      frame.labels.push(named);
    } else if (stack.length === 1 && (keywords as readonly string[]).includes(token)) {
      keyword = token as Body;
    }
    before = token;
  }
  const expects = before === '' || /[\w.")\]}]$/.test(before) ? 'statement' : 'value';
  return {
    body: stack.findLast((frame) => frame.body)?.body ?? 'file',
    call: callOf(stack),
    binding: expects === 'value' ? stack.findLast(({ bracket }) => bracket === '{')?.label : undefined,
    expects,
    inNumber: /^[\d.]/.test(word),
  };
}

/** The innermost call, looking through groups and tuples; a body's brace ends the search. */
function callOf(stack: readonly Frame[]): OpenCall | undefined {
  for (const { bracket, name, index, label, labels } of stack.toReversed()) {
    if (bracket === '{') return undefined;
    if (name !== undefined) return { name, index, label, labels };
  }
  return undefined;
}

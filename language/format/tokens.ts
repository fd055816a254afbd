// The tokens of a statement that parses, comments included, and the spaces between two of them on one line.
import { splitLines } from '../text/lines.js';

type TokenKind = 'comment' | 'string' | 'name' | 'number' | 'open' | 'close' | 'arrow' | 'sign';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly offset: number;
  /** Line ends between this token and the one before. */
  readonly lineEnds: number;
  /** Spaces before it on its line, as written. */
  readonly gap: number;
  /** Its column as written: characters before it on its line. */
  readonly column: number;
}

/** As the terminals of cnn.langium have them. A size keeps the spaces of `3 x 3`, which evaluation reports. */
const patterns: Readonly<Record<TokenKind, RegExp>> = {
  comment: /\/\/[^\r\n]*|\/\*[\s\S]*?\*\//,
  string: /"[^"\r\n]*"/,
  name: /[A-Za-z_]\w*/,
  number: /\d+(?:[ \t\u00a0]*[xX\u00d7][ \t\u00a0]*\d+)+(?![\w.])|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\w*/,
  open: /[([{]/,
  close: /[)\]}]/,
  arrow: /->/,
  sign: /<=|>=|==|[=,+\-*/<>:]/,
};
const kinds = Object.keys(patterns) as TokenKind[];
const pattern = new RegExp(kinds.map((kind) => `(?<${kind}>${patterns[kind].source})`).join('|'), 'g');

/** Undefined where a character belongs to no token. */
export function readTokens(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  let end = 0;
  for (const { 0: found, index, groups } of text.matchAll(pattern)) {
    const between = text.slice(end, index);
    if (/[^\s\u200b]/.test(between)) return undefined;
    const lineEnds = splitLines(between).length - 1;
    const lineStart = Math.max(text.lastIndexOf('\n', index - 1), text.lastIndexOf('\r', index - 1)) + 1;
    const kind = kinds.find((each) => groups![each] !== undefined)!;
    const gap = lineEnds === 0 ? between.length : 0;
    tokens.push({ kind, text: found.trimEnd(), offset: index, lineEnds, gap, column: index - lineStart });
    end = index + found.length;
  }
  return /[^\s\u200b]/.test(text.slice(end)) ? undefined : tokens;
}

/** What the spaces between two tokens depend on. */
export interface Surroundings {
  readonly before: Token | undefined;
  /** The innermost open bracket; undefined at file level. */
  readonly bracket: string | undefined;
}

/** Spaces between a token and the one before it on the same line. */
export function spacesBetween(previous: Token, token: Token, { before, bracket }: Surroundings): number {
  if (token.kind === 'comment') return 1;
  const [a, b] = [previous.text, token.text];
  if (b === ',' || b === ':' || b === ')' || b === ']' || a === '(' || a === '[') return 0;
  if (a === '{' && b === '}') return 0;
  if (a === ',' || a === ':' || a === '{' || b === '{' || b === '}') return 1;
  if (previous.kind === 'arrow' || token.kind === 'arrow') return 1;
  if (a === '=' || b === '=') return bracket === '(' || bracket === '[' ? 0 : 1;
  if (b === '(')
    return previous.kind === 'name' ? 0 : isOperator(previous) && !isSign(previous, before) ? spaceAround(a) : 0;
  if (isOperator(token)) return isSign(token, previous) ? 0 : spaceAround(b);
  if (isOperator(previous)) return isSign(previous, before) ? 0 : spaceAround(a);
  return 1;
}

function isOperator({ text }: Token): boolean {
  return /^(?:[+\-*/<>]|<=|>=|==)$/.test(text);
}

/** `4*mid` and `channels/2`, but `n - 1` and `params < 1M`. */
function spaceAround(operator: string): number {
  return operator === '*' || operator === '/' ? 0 : 1;
}

/** Whether `-` is a number's sign: nothing is before it that it could subtract from. */
function isSign({ text }: Token, before: Token | undefined): boolean {
  return text === '-' && (!before || !(before.kind === 'name' || before.kind === 'number' || before.kind === 'close'));
}

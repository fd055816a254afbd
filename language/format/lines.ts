// Lays a statement's tokens out in lines: the author's line ends, blank lines and order, with indentation by brackets
// and chains.
import { spacesBetween, type Token } from './tokens.js';

export interface PlacedToken {
  readonly token: Token;
  /** Spaces before it on its line; 0 for the first. */
  readonly gap: number;
  /** The innermost open bracket around it. */
  readonly bracket: string | undefined;
}

export interface Line {
  readonly indent: number;
  /** Whether a blank line comes before it. */
  readonly blankBefore: boolean;
  readonly tokens: readonly PlacedToken[];
  /** The number of brackets open where it begins. */
  readonly depth: number;
}

const step = 2;

/** `-> ` */
const arrowWidth = 3;

interface Bracket {
  readonly sign: string;
  /** Where the line begins that closes it. */
  readonly base: number;
  /** Where the lines in it begin. */
  readonly inner: number;
  /** What follows an arrow at a line's start belongs to a binding, and is indented. */
  inBinding: boolean;
}

export function layOutLines(tokens: readonly Token[]): Line[] {
  const lines: Line[] = [];
  const brackets: Bracket[] = [];
  const top: Bracket = { sign: '', base: 0, inner: 0, inBinding: false };
  const innermost = () => brackets.at(-1) ?? top;
  let current: { indent: number; blankBefore: boolean; tokens: PlacedToken[]; depth: number; base: number } | undefined;
  let previous: Token | undefined;
  let beforePrevious: Token | undefined;
  /** Like `previous`, comments included. */
  let last: Token | undefined;
  for (const token of tokens) {
    if (!current || token.lineEnds > 0) {
      const around = token.kind === 'close' ? innermost().base : indentOf(token, previous, innermost());
      current = {
        indent: around,
        blankBefore: token.lineEnds > 1 && last !== undefined && last.kind !== 'open' && token.kind !== 'close',
        tokens: [],
        depth: brackets.length,
        base: token.kind === 'arrow' ? around + arrowWidth : around,
      };
      lines.push(current);
    }
    const bracket = innermost().sign || undefined;
    const isFirst = current.tokens.length === 0;
    const gap = isFirst
      ? 0
      : last?.kind === 'comment'
        ? 1
        : spacesBetween(previous!, token, { before: beforePrevious, bracket });
    if (beginsElement(token, previous)) innermost().inBinding = false;
    if (token.text === '=') innermost().inBinding = true;
    if (token.kind === 'close') brackets.pop();
    current.tokens.push({ token, gap, bracket });
    if (token.kind === 'open') {
      // Several brackets opened in one line indent what is in them once.
      brackets.push({ sign: token.text, base: current.base, inner: current.base + step, inBinding: false });
    }
    last = token;
    if (token.kind !== 'comment') {
      beforePrevious = previous;
      previous = token;
    }
  }
  return lines;
}

function indentOf(token: Token, previous: Token | undefined, { inner, inBinding }: Bracket): number {
  if (token.kind === 'arrow') return inBinding ? inner + step : inner;
  return token.kind === 'comment' || beginsElement(token, previous) ? inner : inner + step;
}

/** Whether a token begins a statement, an argument or an element rather than going on with one. */
function beginsElement(token: Token, previous: Token | undefined): boolean {
  if (!previous || previous.kind === 'open' || previous.text === ',') return true;
  if (token.kind === 'arrow' || token.kind === 'sign' || token.kind === 'open') return false;
  return previous.kind !== 'arrow' && previous.kind !== 'sign';
}

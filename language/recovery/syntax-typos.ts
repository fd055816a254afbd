// Typos in signs and keywords that the parser stumbles over: the mistake as data, and the text that mends it.
import type { SyntaxMistake } from '../diagnostics/syntax.js';
import { isKeyword, keywords } from '../syntax/keywords.js';
import { findNearest } from './nearest-name.js';

export interface SyntaxTypo {
  /** Offsets in the text it was looked for in. */
  readonly start: number;
  readonly end: number;
  readonly mistake: SyntaxMistake;
  /** What to write in its place; absent where that is not known. */
  readonly write?: string;
}

/** Signs that are not part of the notation, with what they are typed for. */
const foreignSigns: readonly (readonly [sign: RegExp, mistake: SyntaxMistake, write?: string])[] = [
  [/[→⇒⟶➔➜➡]|[–—−]+>/y, { kind: 'arrow' }, '->'],
  [/[“”„‟″]/y, { kind: 'quote' }, '"'],
  [/#+/y, { kind: 'comment' }, '//'],
  [/[×·∗⋅]/y, { kind: 'times' }, '*'],
  [/[–—−]/y, { kind: 'minus' }],
  [/\p{L}+/uy, { kind: 'letter' }],
];

/** The typo at a character that the lexer does not know. */
export function findSignTypo(text: string, offset: number): SyntaxTypo | undefined {
  for (const [sign, mistake, write] of foreignSigns) {
    sign.lastIndex = offset;
    const found = sign.exec(text)?.[0];
    if (found) return { start: offset, end: offset + found.length, mistake, write };
  }
  return undefined;
}

/** The typo at a token that the parser does not expect. */
export function findTokenTypo(text: string, offset: number): SyntaxTypo | undefined {
  return arrowAt(text, offset) ?? separatorAt(text, offset) ?? colonAt(text, offset) ?? keywordBefore(text, offset);
}

/** `=>`, `-->` and `>` for `->`. */
function arrowAt(text: string, offset: number): SyntaxTypo | undefined {
  let start = offset;
  while (start > 0 && '-=>'.includes(text[start - 1])) start--;
  const sign = /^[-=]*>+/.exec(text.slice(start, start + 10))?.[0];
  if (!sign || sign === '->' || sign.includes('->->')) return undefined;
  return { start, end: start + sign.length, mistake: { kind: 'arrow' }, write: '->' };
}

/** A comma outside parentheses. */
function separatorAt(text: string, offset: number): SyntaxTypo | undefined {
  if (text[offset] !== ',' || openBrackets(text.slice(0, offset)).at(-1)?.sign === '(') return undefined;
  const place = { start: offset, end: offset + 1 };
  // `data = digits, batch = 64`: statements need no separator.
  if (/^,\s*([A-Za-z_]\w*\s*=(?!=)|\}|$)/.test(text.slice(offset))) {
    return { ...place, mistake: { kind: 'separator' }, write: '' };
  }
  return { ...place, mistake: { kind: 'comma' }, write: ' ->' };
}

/** `data: digits`. */
function colonAt(text: string, offset: number): SyntaxTypo | undefined {
  const [before, name] = /^([A-Za-z_]\w*)\s*:/.exec(text.slice(offset, offset + 100)) ?? [];
  if (before === undefined) return undefined;
  const start = offset + before.length - 1;
  return { start, end: start + 1, mistake: { kind: 'colon', name }, write: ' =' };
}

/** Keywords of other languages for a network. */
const networks = ['model', 'net', 'class', 'def', 'module', 'architecture'];

/** `netwrok A {`: a brace without a keyword before it. */
function keywordBefore(text: string, offset: number): SyntaxTypo | undefined {
  if (text[offset] !== '{' || openBrackets(text.slice(0, offset)).length > 0) return undefined;
  const from = Math.max(0, offset - 200);
  const found = /(?<!\w)([A-Za-z_]\w*)(\s+[A-Za-z_]\w*)?\s*(\([^()]*\)\s*)?$/.exec(
    withoutComments(text.slice(0, offset)).slice(from),
  );
  const word = found?.[1];
  if (!found || !word || isKeyword(word)) return undefined;
  const meant = networks.includes(word.toLowerCase()) ? 'network' : findNearest(word, keywords);
  const start = from + found.index;
  return { start, end: start + word.length, mistake: { kind: 'keyword', word, meant }, write: meant };
}

/** A text with its comments as spaces, so that offsets stay. */
export function withoutComments(text: string): string {
  return text.replace(/\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, (comment) => ' '.repeat(comment.length));
}

interface OpenBracket {
  readonly sign: string;
  readonly offset: number;
}

const closing: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** Comments and strings, which are skipped, and brackets. */
const steps = /\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|"[^"\r\n]*"|[()[\]{}]/g;

/** The brackets that are open at the end of a text, outermost first. */
function openBrackets(text: string): OpenBracket[] {
  const open: OpenBracket[] = [];
  for (const { 0: sign, index: offset } of text.matchAll(steps)) {
    if ('([{'.includes(sign)) open.push({ sign, offset });
    else if (open.at(-1)?.sign === closing[sign]) open.pop();
  }
  return open;
}

/** A closing bracket without an opening one. */
export function findUnopenedBracket(text: string, offset: number): SyntaxTypo | undefined {
  const sign = text[offset];
  const opener = closing[sign];
  if (!opener || openBrackets(text.slice(0, offset)).some((open) => open.sign === opener)) return undefined;
  return { start: offset, end: offset + 1, mistake: { kind: 'unopened', close: sign, open: opener }, write: '' };
}

/** The bracket that is open where the parser stopped, if it stopped at a closing bracket or at the end. */
export function findUnclosedBracket(text: string, stopped: number): OpenBracket | undefined {
  const rest = text.slice(stopped).trimEnd();
  return rest.length > 1 && !')]}'.includes(rest[0]) ? undefined : openBrackets(text.slice(0, stopped)).at(-1);
}

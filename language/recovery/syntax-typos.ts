// Slips in signs and keywords that the parser only trips over: what stands there, as a person would say it, and the
// edit that mends it.
import { isKeyword, keywords } from '../syntax/keywords.js';
import { nearest } from './nearest-name.js';

export interface Slip {
  /** In the text it was looked for in. */
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** What to write in its place; absent where nobody can know. */
  readonly write?: string;
}

/** Signs that are none here, by what they are typed for. */
const foreignSigns: readonly (readonly [sign: RegExp, message: string, write?: string])[] = [
  [/[→⇒⟶➔➜➡]|[–—−]+>/y, 'an arrow is written `->`.', '->'],
  [/[“”„‟″]/y, 'quotes are written `"`.', '"'],
  [/#+/y, 'a comment begins with `//`.', '//'],
  [/[×·∗⋅]/y, 'a repetition or a product is written `*`.', '*'],
  [/[–—−]/y, 'a minus is written `-`, and an arrow `->`.'],
  [/\p{L}+/uy, 'a name is made of the letters a to z and A to Z, digits and `_`.'],
];

/** What a character that the lexer does not know is typed for. */
export function slipAtSign(text: string, offset: number): Slip | undefined {
  for (const [sign, message, write] of foreignSigns) {
    sign.lastIndex = offset;
    const found = sign.exec(text)?.[0];
    if (found) return { start: offset, end: offset + found.length, message, write };
  }
  return undefined;
}

/** What the parser trips over at a token. */
export function slipAtToken(text: string, offset: number): Slip | undefined {
  return arrowAt(text, offset) ?? separatorAt(text, offset) ?? colonAt(text, offset) ?? keywordBefore(text, offset);
}

/** `=>`, `-->` and `>` for `->`. */
function arrowAt(text: string, offset: number): Slip | undefined {
  let start = offset;
  while (start > 0 && '-=>'.includes(text[start - 1])) start--;
  const sign = /^[-=]*>+/.exec(text.slice(start, start + 10))?.[0];
  if (!sign || sign === '->' || sign.includes('->->')) return undefined;
  return { start, end: start + sign.length, message: 'an arrow is written `->`.', write: '->' };
}

/** A comma that no parentheses are around. */
function separatorAt(text: string, offset: number): Slip | undefined {
  if (text[offset] !== ',' || openBrackets(text.slice(0, offset)).at(-1)?.sign === '(') return undefined;
  const place = { start: offset, end: offset + 1 };
  // `data = digits, batch = 64`: between statements nothing is needed.
  if (/^,\s*([A-Za-z_]\w*\s*=(?!=)|\}|$)/.test(text.slice(offset))) {
    return { ...place, message: '`,` is not needed: newlines and separators mean nothing here. Delete it.', write: '' };
  }
  return { ...place, message: 'layers are joined by `->`, not by `,`.', write: ' ->' };
}

/** `data: digits`. */
function colonAt(text: string, offset: number): Slip | undefined {
  const [before, name] = /^([A-Za-z_]\w*)\s*:/.exec(text.slice(offset, offset + 100)) ?? [];
  if (before === undefined) return undefined;
  const start = offset + before.length - 1;
  return { start, end: start + 1, message: `a name gets its value by \`=\`: \`${name} = ...\`.`, write: ' =' };
}

/** What others call a network. */
const networks = ['model', 'net', 'class', 'def', 'module', 'architecture'];

/** `netwrok A {`: a brace that no keyword stands before. */
function keywordBefore(text: string, offset: number): Slip | undefined {
  if (text[offset] !== '{' || openBrackets(text.slice(0, offset)).length > 0) return undefined;
  const from = Math.max(0, offset - 200);
  const found = /(?<!\w)([A-Za-z_]\w*)(\s+[A-Za-z_]\w*)?\s*(\([^()]*\)\s*)?$/.exec(text.slice(from, offset));
  const word = found?.[1];
  if (!found || !word || isKeyword(word)) return undefined;
  const meant = networks.includes(word.toLowerCase()) ? 'network' : nearest(word, keywords);
  const hint = meant ? `: did you mean \`${meant}\`?` : '; a network is written `network Name { ... }`.';
  const message = `no statement begins with \`${word}\`${hint}`;
  const start = from + found.index;
  return { start, end: start + word.length, message, write: meant };
}

export interface OpenBracket {
  readonly sign: string;
  readonly offset: number;
}

const closing: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** Comments and strings, to be passed over, and brackets. */
const steps = /\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|"[^"\r\n]*"|[()[\]{}]/g;

/** The brackets that are open where a text ends, outermost first. */
export function openBrackets(text: string): OpenBracket[] {
  const open: OpenBracket[] = [];
  for (const { 0: sign, index: offset } of text.matchAll(steps)) {
    if ('([{'.includes(sign)) open.push({ sign, offset });
    else if (open.at(-1)?.sign === closing[sign]) open.pop();
  }
  return open;
}

/** A closing bracket for which none is open. */
export function closesNothing(text: string, offset: number): Slip | undefined {
  const sign = text[offset];
  const opener = closing[sign];
  if (!opener || openBrackets(text.slice(0, offset)).some((open) => open.sign === opener)) return undefined;
  const message = `\`${sign}\` closes nothing: no \`${opener}\` is open here.`;
  return { start: offset, end: offset + 1, message, write: '' };
}

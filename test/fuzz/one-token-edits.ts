// Edits the examples by one token or one character, as typing does, and counts the errors of each: one mistake should
// give one message. Seeded, so that a run can be repeated.
import { type Analysis, analyse, type ParsedFile, parseTree } from '../../language/index.js';

export interface Example {
  readonly name: string;
  readonly text: string;
}

export type EditKind = 'token' | 'character';

export interface OneEdit {
  readonly kind: EditKind;
  /** The edit in words, e.g. `deleted "->"`. */
  readonly what: string;
  readonly offset: number;
  readonly removed: number;
  readonly inserted: string;
}

export interface EditResult {
  readonly example: string;
  readonly edit: OneEdit;
  readonly text: string;
  readonly errors: readonly { readonly line: number; readonly code: string; readonly message: string }[];
}

/** More errors than this from one edit are a cascade. */
export const mostErrors = 3;

/** Comments, which are not edited, and tokens. */
const tokenPattern = /\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|"[^"\r\n]*"|->|==|<=|>=|[\w.]+|[^\s\w]/g;

/** Characters that are typed by mistake. */
const typed = 'a0x._-=>,()[]{}*/" \n'.split('');

/** Every token deleted, duplicated, and replaced by each of its neighbours. */
export function editTokens(text: string): OneEdit[] {
  const tokens = [...text.matchAll(tokenPattern)].filter(({ 0: token }) => !/^\/[/*]/.test(token));
  return tokens.flatMap(({ 0: token, index: offset }, index): OneEdit[] => {
    const removed = token.length;
    const replaced = [tokens[index - 1], tokens[index + 1]].flatMap((neighbour) =>
      neighbour && neighbour[0] !== token
        ? [
            {
              what: `replaced ${quote(token)} by ${quote(neighbour[0])}`,
              offset,
              removed,
              inserted: ` ${neighbour[0]} `,
            },
          ]
        : [],
    );
    return [
      { what: `deleted ${quote(token)}`, offset, removed, inserted: '' },
      { what: `duplicated ${quote(token)}`, offset, removed, inserted: `${token} ${token}` },
      ...replaced,
    ].map((edit) => ({ kind: 'token', ...edit }));
  });
}

/** Every character outside comments deleted, and one character inserted before it. */
export function editCharacters(text: string, random: () => number): OneEdit[] {
  const comments = [...text.matchAll(tokenPattern)].filter(({ 0: token }) => /^\/[/*]/.test(token));
  const inComment = (offset: number) =>
    comments.some(({ 0: comment, index }) => offset >= index && offset < index + comment.length);
  return Array.from(text, (character, offset) => ({ character, offset })).flatMap(
    ({ character, offset }): OneEdit[] => {
      if (inComment(offset)) return [];
      const inserted = typed[Math.floor(random() * typed.length)];
      return [
        { kind: 'character', what: `deleted ${quote(character)}`, offset, removed: 1, inserted: '' },
        { kind: 'character', what: `inserted ${quote(inserted)}`, offset, removed: 0, inserted },
      ];
    },
  );
}

/** Analyses an example after each of its edits; unchanged statements are reused, which gives equal results. */
export function* tryEdits({ name, text }: Example, edits: Iterable<OneEdit>): Generator<EditResult> {
  let parsed: ParsedFile = parseTree(text);
  const before: Analysis = analyse(parsed, name, () => undefined);
  for (const edit of edits) {
    const edited = text.slice(0, edit.offset) + edit.inserted + text.slice(edit.offset + edit.removed);
    parsed = parseTree(edited, parsed);
    const { diagnostics } = analyse(parsed, name, () => undefined, before);
    const errors = diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ code, message, range }) => ({ line: range.start.line + 1, code, message }));
    yield { example: name, edit, text: edited, errors };
  }
}

/** A seeded generator of numbers from 0 to 1 (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A random part of a list, of about this share. */
export function sample<T>(items: readonly T[], share: number, random: () => number): T[] {
  return items.filter(() => random() < share);
}

export interface Share {
  readonly edits: number;
  /** Edits that gave a cascade, and the most errors of one. */
  readonly cascades: number;
  readonly worst: number;
}

export function countCascades(results: readonly EditResult[]): Share {
  const counts = results.map(({ errors }) => errors.length);
  return {
    edits: results.length,
    cascades: counts.filter((count) => count > mostErrors).length,
    worst: Math.max(0, ...counts),
  };
}

function quote(token: string): string {
  return JSON.stringify(token);
}

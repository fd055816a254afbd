// Splits a text into statements, so that an edit costs parsing one of them. A keyword such as `network` can only begin
// a statement, so no parser is needed; a keyword that is missed only joins two statements, which the grammar accepts.
import { fileLimit, type Limit } from './bounds.js';
import { space, trivia } from './trivia.js';

/** A statement's text, with the comments above it, from the end of the statement before. */
export interface StatementText {
  readonly text: string;
  readonly offset: number;
  /** The keyword of the next statement; '' at the end of the file. */
  readonly followedBy: string;
}

/**
 * Comments and strings, in which a keyword is none, and keywords that are no names of arguments (`=` after them, or
 * `(block: count)` as in builtins.cnn).
 */
const boundaryPattern = new RegExp(
  '//[^\\r\\n]*|/\\*|"[^"\\r\\n]*"|' +
    `(?<![\\w.])(?:network|block|train|defaults|import|builtin)\\b(?!${trivia.source}=(?!=))(?!(?<=\\(block):)`,
  'g',
);

/** Splits all of a text, or finds the bound that it exceeds. */
export function splitStatements(
  text: string,
): { readonly statements: readonly StatementText[] } | { readonly limit: Limit } {
  const limit = fileLimit(text);
  if (limit) return { limit };
  const statements: StatementText[] = [];
  let start = 0;
  const end = (offset: number, followedBy: string) => {
    if (offset > start) statements.push({ text: text.slice(start, offset), offset: start, followedBy });
    start = offset;
  };
  // Where the comments directly before the next boundary begin.
  let comments: number | undefined;
  let previousEnd = 0;
  boundaryPattern.lastIndex = 0;
  for (let found = boundaryPattern.exec(text); found; found = boundaryPattern.exec(text)) {
    const [boundary] = found;
    const offset = found.index;
    if (boundary.startsWith('/')) {
      const before = contentEnd(text, previousEnd, offset);
      if (before > previousEnd || comments === undefined) comments = before;
      if (boundary === '/*') {
        const close = text.indexOf('*/', offset + 2);
        if (close === -1) {
          return { limit: { offset, message: 'the comment that begins here has no end: close it with `*/`.' } };
        }
        boundaryPattern.lastIndex = close + 2;
      }
    } else {
      const before = contentEnd(text, previousEnd, offset);
      if (!boundary.startsWith('"')) end(before > previousEnd || comments === undefined ? before : comments, boundary);
      comments = undefined;
    }
    previousEnd = boundaryPattern.lastIndex;
  }
  end(text.length, '');
  return { statements };
}

/** The end of the last token before `end`, but not before `start`. */
function contentEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && space.test(text[at - 1])) at--;
  return at;
}

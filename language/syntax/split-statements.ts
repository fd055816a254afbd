// Cuts a text at its statements, so that an edit costs reading one of them anew. A keyword such as `network` can only
// begin a statement, so it is found without parsing; one that is missed (in a line full of mistakes) only makes a piece
// longer, and the grammar takes any number of statements in a piece.
import { fileLimit, type Limit } from './bounds.js';

/** A statement's text, with the comments above it, from the end of the statement before. */
export interface StatementText {
  readonly text: string;
  readonly offset: number;
  /** The keyword that ended it; empty at the end of the file. */
  readonly followedBy: string;
}

/** What may hold a keyword that is none, and the keywords: not names of arguments, which have `=` after them. */
const landmarks =
  /\/\/[^\r\n]*|\/\*|"[^"\r\n]*"|(?<![\w.])(?:network|block|train|defaults|import|builtin)\b(?![ \t\r\n]*=(?!=))/g;

/** Spaces and comments: what may stand between a statement's end and the keyword after it. */
const hidden = /[ \t\r\n\u00a0\ufeff]/;

/** The pieces of a text, which together are all of it; or why it cannot be read, and where. */
export function splitStatements(
  text: string,
): { readonly pieces: readonly StatementText[] } | { readonly limit: Limit } {
  const limit = fileLimit(text);
  if (limit) return { limit };
  const pieces: StatementText[] = [];
  let start = 0;
  const end = (offset: number, followedBy: string) => {
    if (offset > start) pieces.push({ text: text.slice(start, offset), offset: start, followedBy });
    start = offset;
  };
  // Where the comments and spaces before the next landmark begin, if nothing else stands between.
  let comments: number | undefined;
  let behind = 0;
  landmarks.lastIndex = 0;
  for (let found = landmarks.exec(text); found; found = landmarks.exec(text)) {
    const [landmark] = found;
    const offset = found.index;
    if (landmark.startsWith('/')) {
      const before = contentEnd(text, behind, offset);
      if (before > behind || comments === undefined) comments = before;
      if (landmark === '/*') {
        const close = text.indexOf('*/', offset + 2);
        if (close === -1) {
          return { limit: { offset, message: 'the comment that begins here has no end: close it with `*/`.' } };
        }
        landmarks.lastIndex = close + 2;
      }
    } else {
      const before = contentEnd(text, behind, offset);
      if (!landmark.startsWith('"')) end(before > behind || comments === undefined ? before : comments, landmark);
      comments = undefined;
    }
    behind = landmarks.lastIndex;
  }
  end(text.length, '');
  return { pieces };
}

/** The end of the last word or sign before `end`, but not before `start`. */
function contentEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && hidden.test(text[at - 1])) at--;
  return at;
}

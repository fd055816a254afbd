// Bounds what reaches the parser: it recurses with every bracket, overflows the stack at about a hundred, and its
// next parse then returns the previous tree. So depth and length are checked on the text, before the first token.
import { DefaultLexer, type LexerResult, type TokenizeOptions } from 'langium';

/** Brackets inside brackets; far more than any network needs. */
export const maximalDepth = 50;

/** Characters in a file; the largest networks written out line by line take a tenth of it. */
export const maximalLength = 1 << 20;

/** What one scan step may be: something to skip whole (a comment, a string), or one bracket. */
const skippedOrBracket = /\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|"[^"\r\n]*"|[()[\]{}]/g;

export class BoundedLexer extends DefaultLexer {
  override tokenize(text: string, options?: TokenizeOptions): LexerResult {
    const limit = findLimit(text);
    if (!limit) return super.tokenize(text, options);
    const result = super.tokenize(text.slice(0, limit.offset), options);
    const before = text.slice(0, limit.offset).split('\n');
    result.errors = [
      {
        offset: limit.offset,
        line: before.length,
        column: before[before.length - 1].length + 1,
        length: 1,
        message: limit.message,
      },
    ];
    return result;
  }
}

/** Where a text goes past a bound, and how to say it; undefined for any reasonable text. */
export function findLimit(text: string): { offset: number; message: string } | undefined {
  if (text.includes('\0')) {
    return { offset: 0, message: 'this is not a text file: it holds NUL characters.' };
  }
  if (text.length > maximalLength) {
    const length = text.length.toLocaleString('en-US');
    const limit = maximalLength.toLocaleString('en-US');
    return { offset: 0, message: `the file has ${length} characters, and the limit is ${limit}: split it.` };
  }
  let depth = 0;
  for (const match of text.matchAll(skippedOrBracket)) {
    const first = match[0];
    if (first === '(' || first === '[' || first === '{') {
      if (++depth > maximalDepth) {
        return {
          offset: match.index,
          message: `brackets are nested more than ${maximalDepth} deep here: name the inner parts as blocks. Nothing after this is read.`,
        };
      }
    } else if (first === ')' || first === ']' || first === '}') {
      depth = Math.max(0, depth - 1);
    }
  }
  return undefined;
}

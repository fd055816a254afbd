// Bounds what reaches the parser: it recurses with every bracket, overflows the stack at about a hundred, and its
// next parse then returns the previous tree. So depth and length are checked on the text, before the first token.
// Long sums nest too: they lean to the left.

/** Brackets inside brackets; far more than any network needs. */
export const maximalDepth = 50;

/** Operators in one expression. */
export const maximalOperators = 200;

/** Characters in a file; ten thousand layers written out line by line take two thirds of it. */
export const maximalLength = 3 << 19;

/** Words and signs in a file: ten thousand dense lines. More would take the parser seconds. */
export const maximalTokens = 400_000;

/** Where a text goes past a bound, and how to say it. */
export interface Limit {
  readonly offset: number;
  readonly message: string;
}

/**
 * What a scan step may be: something to skip whole (a comment, a string), what may begin, end or lengthen an
 * expression, or a word.
 */
const steps = /\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|"[^"\r\n]*"|->|[()[\]{}=,*/+-]|[\w.]+/g;

/** Where a whole file is none, or too long; undefined for any reasonable text. */
export function fileLimit(text: string): Limit | undefined {
  if (text.includes('\0')) return { offset: 0, message: 'this is not a text file: it holds NUL characters.' };
  if (text.length <= maximalLength) return undefined;
  const length = text.length.toLocaleString('en-US');
  const limit = maximalLength.toLocaleString('en-US');
  return { offset: 0, message: `the file has ${length} characters, and the limit is ${limit}: split it.` };
}

/**
 * The words and signs of a part of a file, which closes every comment it opens, or where they go past a bound. `left`
 * is how many the file may have from here on.
 */
export function countTokens(text: string, left: number): number | Limit {
  // Operators since the expression began, for each bracket that is open.
  const operators = [0];
  let tokens = 0;
  for (const { 0: step, index: offset } of text.matchAll(steps)) {
    if (++tokens > left) return tooManyTokens(offset);
    if (/^[\w.]/.test(step)) continue;
    if ('([{'.includes(step)) {
      operators.push(0);
      if (operators.length > maximalDepth + 1) {
        const message = `brackets are nested more than ${maximalDepth} deep here: name the inner parts as blocks.`;
        return { offset, message };
      }
    } else if (')]}'.includes(step)) {
      if (operators.length > 1) operators.pop();
    } else if ('*/+-'.includes(step)) {
      if (++operators[operators.length - 1] > maximalOperators) {
        return { offset, message: `an expression may have up to ${maximalOperators} operators: name its parts.` };
      }
    } else {
      operators[operators.length - 1] = 0;
    }
  }
  return tokens;
}

export function tooManyTokens(offset: number): Limit {
  const limit = maximalTokens.toLocaleString('en-US');
  return { offset, message: `a file may have up to ${limit} words and signs: split it, or repeat with \`[...]*N\`.` };
}

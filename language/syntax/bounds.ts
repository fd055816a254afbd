// Bounds on a text, checked before it is parsed: the parser recurses with every bracket and with every operator of a
// sum, and overflows the stack at a depth of about a hundred.

import { Budget } from './budget.js';

/** Depth of nested brackets; far more than any network needs. */
const maximalDepth = 50;

/** Operators in one expression. */
const maximalOperators = 200;

/** Characters in a file; ten thousand layers, one a line, take two thirds of it. */
const maximalLength = 3 << 19;

/** At the place where too many errors or statements stop the reading. */
export const stopMessage = 'there is too much here that is not understood: from here on, nothing is read.';

/** Where a text exceeds a bound, and the message for it. */
export interface Limit {
  readonly offset: number;
  readonly message: string;
}

/** Comments and strings, which are skipped whole; brackets, operators and separators; words. */
const tokenPattern = /\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|"[^"\r\n]*"|->|[()[\]{}=,*/+-]|[\w.]+/g;

/** Tokens that end no expression: words, strings and comments, between whose operators the count goes on. */
const operandPattern = /^(?:[\w."]|\/[/*])/;

/** The bound that a file as a whole exceeds: binary content, or its length. */
export function fileLimit(text: string): Limit | undefined {
  if (text.includes('\0')) return { offset: 0, message: 'this is not a text file: it holds NUL characters.' };
  if (text.length <= maximalLength) return undefined;
  const length = text.length.toLocaleString('en-US');
  const limit = maximalLength.toLocaleString('en-US');
  return { offset: 0, message: `the file has ${length} characters, and the limit is ${limit}: split it.` };
}

/**
 * Counts the tokens in a part of a file, which closes every comment it opens; or finds the bound that the part exceeds.
 * `left` is the number of tokens that the file may still have.
 */
export function countTokens(text: string, left: number): number | Limit {
  // The operators of the expression in each open bracket.
  const operators = [0];
  let tokens = 0;
  for (const { 0: step, index: offset } of text.matchAll(tokenPattern)) {
    if (++tokens > left) return tooManyTokens(offset);
    if (operandPattern.test(step)) continue;
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

function tooManyTokens(offset: number): Limit {
  const limit = Budget.limit('tokens').toLocaleString('en-US');
  return { offset, message: `a file may have up to ${limit} words and signs: split it, or repeat with \`[...]*N\`.` };
}

// Bounds on a text, checked before it is parsed: the parser recurses with every bracket and with every operator of a
// sum, and overflows the stack at a depth of about a hundred.

import { limits, workLimits } from '../limits.js';

/** Where a text exceeds a bound, and the message for it. */
export interface Limit {
  readonly offset: number;
  readonly message: string;
}

/** Comments and strings, which are skipped whole; brackets, operators and separators; words. */
const tokenPattern = /\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|"[^"\r\n]*"|->|[()[\]{}=,*/+-]|[\w.]+/g;

/** Tokens that end no expression: words and strings, between whose operators the count goes on. */
const operandPattern = /^[\w."]/;

/** The bound that a file as a whole exceeds: binary content, or its length. */
export function fileLimit(text: string): Limit | undefined {
  if (text.includes('\0')) return { offset: 0, message: 'this is not a text file: it holds NUL characters.' };
  if (text.length <= limits.characters) return undefined;
  const [length, limit] = [count(text.length), count(limits.characters)];
  return { offset: 0, message: `the file has ${length} characters, and the limit is ${limit}: split it.` };
}

/**
 * Counts the tokens, without comments, in a part of a file, which closes every comment it opens; or finds the bound
 * that the part exceeds. `left` is the number of tokens that the file may still have.
 */
export function countTokens(text: string, left: number): number | Limit {
  // The operators of the expression in each open bracket.
  const operators = [0];
  let tokens = 0;
  for (const { 0: step, index: offset } of text.matchAll(tokenPattern)) {
    if (step.startsWith('//') || step.startsWith('/*')) continue;
    if (++tokens > left) return tooManyTokens(offset);
    const excess = findExcess(step, offset);
    if (excess) return excess;
    if (operandPattern.test(step)) continue;
    if ('([{'.includes(step)) {
      operators.push(0);
      if (operators.length > limits.brackets + 1) {
        const message = `brackets are nested more than ${limits.brackets} deep here: name the inner parts as blocks.`;
        return { offset, message };
      }
    } else if (')]}'.includes(step)) {
      if (operators.length > 1) operators.pop();
    } else if ('*/+-'.includes(step)) {
      if (++operators[operators.length - 1] > limits.operators) {
        return { offset, message: `an expression may have up to ${limits.operators} operators: name its parts.` };
      }
    } else {
      operators[operators.length - 1] = 0;
    }
  }
  return tokens;
}

/** The limit that a name, a number or a text exceeds by its length. */
function findExcess(step: string, offset: number): Limit | undefined {
  if (step.length <= limits.name) return undefined;
  const isText = step.startsWith('"');
  const [what, most] = isText ? ['text', limits.text] : ['name or a number', limits.name];
  const length = isText ? step.length - 2 : step.length;
  if (length <= most) return undefined;
  return { offset, message: `a ${what} may have up to ${count(most)} characters, and this one has ${count(length)}.` };
}

function tooManyTokens(offset: number): Limit {
  const limit = count(workLimits.tokens.file);
  return { offset, message: `a file may have up to ${limit} words and signs: split it, or repeat with \`[...]*N\`.` };
}

/** Where a part of the text has so many errors or statements that the rest is not read. */
export function stopReading(offset: number, reason: 'errors' | 'errorsOfStatement' | 'statements'): Limit {
  const most = {
    errors: `a file may have up to ${count(workLimits.errors.file)} syntax errors`,
    errorsOfStatement: `a statement may have up to ${count(limits.errorsOfStatement)} syntax errors`,
    statements: `a file may have up to ${count(workLimits.statements.file)} statements`,
  };
  return { offset, message: `${most[reason]}: from here on, nothing is read.` };
}

function count(limit: number): string {
  return limit.toLocaleString('en-US');
}

// What is said of arithmetic on something that is no number.
import type { DiagnosticEntry } from './entry.js';

export const notANumber = {
  code: 'not-a-number',
  severity: 'error',
  title: 'Arithmetic on something that is no number',
  why: '`+ - * /` and the comparisons of `assert` work on numbers. A size is no number: `2*3x3` has no ' + 'meaning.',
  wrong: `network A { input(28x28x1) -> conv(6, 2*3x3) -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6, 6x6, pad=(2, 2, 3, 3)) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

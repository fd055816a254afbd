// What is said of an argument given twice.
import type { DiagnosticEntry } from './entry.js';

export const argumentTwice = {
  code: 'argument-twice',
  severity: 'error',
  title: 'An argument given twice',
  why: 'Two values for one argument cannot both be meant.',
  wrong: `network A { input(28x28x1) -> conv(6, 5x5, kernel=3x3) -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6, 5x5) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

// What is said of an argument of the wrong kind or outside its range.
import type { DiagnosticEntry } from './entry.js';

export const wrongArgument = {
  code: 'wrong-argument',
  severity: 'error',
  title: 'An argument of the wrong kind or outside its range',
  why:
    'Every argument has a kind (a whole number, a size, true or false) and a range in which the layer has ' +
    'a meaning.',
  wrong: `network A { input(28x28x1) -> conv(6) -> dropout(50) -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6) -> dropout(0.5) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

// What is said of a division by zero.
import type { DiagnosticEntry } from './entry.js';

export const divisionByZero = {
  code: 'division-by-zero',
  severity: 'error',
  title: 'A division by zero',
  why: 'It has no value.',
  wrong: `block Split(n) { conv(64/n) }
network A { input(28x28x1) -> Split(0) -> fc(10) }`,
  right: `block Split(n) { conv(64/n) }
network A { input(28x28x1) -> Split(2) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

// What is said of a block that contains itself.
import type { DiagnosticEntry } from './entry.js';

export const recursion = {
  code: 'recursion',
  severity: 'error',
  title: 'A block that contains itself',
  why: 'It would have no end. A repetition is written `[...]*N`.',
  wrong: `block Deep(n) { conv(n) -> Deep(n) }
network A { input(28x28x1) -> Deep(6) -> fc(10) }`,
  right: `block Unit(n) { conv(n) -> relu }
network A { input(28x28x1) -> Unit(6)*4 -> fc(10) }`,
} as const satisfies DiagnosticEntry;

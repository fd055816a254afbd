// What is said of a name given twice.
import type { DiagnosticEntry } from './entry.js';

export const nameTwice = {
  code: 'name-twice',
  severity: 'error',
  title: 'A name given twice',
  why: 'A name stands for one thing, so that a reader who finds it knows what it means everywhere.',
  wrong: `block Unit(n) { conv(n) -> relu }
block Unit(n) { conv(n, 5x5) -> relu }
network A { input(28x28x1) -> Unit(6) -> fc(10) }`,
  right: `block Unit(n) { conv(n) -> relu }
block Wide(n) { conv(n, 5x5) -> relu }
network A { input(28x28x1) -> Unit(6) -> Wide(6) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

// What is said of a repetition by something that is no whole number.
import type { DiagnosticEntry } from './entry.js';

export const badRepeat = {
  code: 'bad-repeat',
  severity: 'error',
  title: 'A repetition by something that is no whole number',
  why: 'A piece is placed 0, 1, 2, ... times; there is no half of a layer.',
  wrong: `network A { input(28x28x1) -> [conv(6) -> relu]*1.5 -> fc(10) }`,
  right: `network A { input(28x28x1) -> [conv(6) -> relu]*2 -> fc(10) }`,
} as const satisfies DiagnosticEntry;

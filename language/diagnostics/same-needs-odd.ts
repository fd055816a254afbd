// What is said of `pad=same` with an even window.
import type { DiagnosticEntry } from './entry.js';

export const sameNeedsOdd = {
  code: 'same-needs-odd',
  severity: 'error',
  title: '`pad=same` with an even window',
  why: '`pad=same` adds (F - 1)/2 pixels on each side, which is a whole number for odd windows only.',
  wrong: `network A { input(28x28x1) -> conv(6, 4x4) -> relu -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6, 4x4, pad=(1, 1, 2, 2)) -> relu -> fc(10) }`,
} as const satisfies DiagnosticEntry;

// What is said of a size with spaces, a capital X or a multiplication sign.
import type { DiagnosticEntry } from './entry.js';

export const sizeSpelling = {
  code: 'size-spelling',
  severity: 'error',
  title: 'A size with spaces, commas, a capital X or a multiplication sign',
  why: 'A size is one word, so that `3x3` is never taken for a product.',
  wrong: `network A { input(28 x 28 x 1) -> conv(6) -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

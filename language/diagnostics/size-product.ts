// What is said of a product where a size was likely meant.
import type { DiagnosticEntry } from './entry.js';

export const sizeProduct = {
  code: 'size-product',
  severity: 'warning',
  title: 'A product where a size was likely meant',
  why: '`3*3` is 9, and a window of 9 is 9x9: nine times the weights of the 3x3 that was likely meant.',
  wrong: `network A { input(28x28x1) -> conv(6, 3*3) -> relu -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6, 3x3) -> relu -> fc(10) }`,
} as const satisfies DiagnosticEntry;

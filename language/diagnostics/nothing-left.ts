// What is said of cropping or padding that leaves nothing.
import type { DiagnosticEntry } from './entry.js';

export const nothingLeft = {
  code: 'nothing-left',
  severity: 'error',
  title: 'Cropping or padding that leaves nothing',
  why: 'What is cut off the sides must leave at least one pixel.',
  wrong: `network A { input(28x28x1) -> crop(14) -> fc(10) }`,
  right: `network A { input(28x28x1) -> crop(4) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

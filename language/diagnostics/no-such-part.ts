// What is said of a part past the last.
import type { DiagnosticEntry } from './entry.js';

export const noSuchPart = {
  code: 'no-such-part',
  severity: 'error',
  title: 'A part past the last',
  why: 'Parts are counted from 1 to `of`.',
  wrong: `network A { input(28x28x6) -> part(3, of=2) -> fc(10) }`,
  right: `network A { input(28x28x6) -> part(2, of=2) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

// What is said of an argument without a name after one with a name.
import type { DiagnosticEntry } from './entry.js';

export const positionalAfterNamed = {
  code: 'positional-after-named',
  severity: 'error',
  title: 'An argument without a name after one with a name',
  why: 'An argument without a name is known by its place, and places are only counted up to the first name.',
  wrong: `network A { input(28x28x1) -> conv(6, stride=2, 5x5) -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6, 5x5, stride=2) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

// What is said of an argument that a layer does not have.
import type { DiagnosticEntry } from './entry.js';

export const unknownArgument = {
  code: 'unknown-argument',
  severity: 'error',
  title: 'An argument that a layer does not have',
  why:
    'Arguments with a name may stand in any order, so a misspelt one cannot be guessed from its place. ' +
    'The names that other libraries use are known, and the fix writes the right one.',
  wrong: `network A { input(28x28x1) -> conv(6, kernel_size=5) -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6, kernel=5) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

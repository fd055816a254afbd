// What is said of a piece that nothing flows into.
import type { DiagnosticEntry } from './entry.js';

export const nothingFed = {
  code: 'nothing-fed',
  severity: 'error',
  title: 'A piece that nothing flows into',
  why:
    'A network starts with `input`, and every layer after it takes what the one before it makes. Mostly ' +
    'an arrow is missing.',
  wrong: `network A { input(28x28x1) -> conv(6) relu -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }`,
} as const satisfies DiagnosticEntry;

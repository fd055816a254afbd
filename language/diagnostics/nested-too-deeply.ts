// What is said of blocks nested too deeply.
import type { DiagnosticEntry } from './entry.js';

export const nestedTooDeeply = {
  code: 'nested-too-deeply',
  severity: 'error',
  title: 'Blocks nested too deeply',
  why:
    'More than sixty blocks and pieces inside one another are a mistake in all likelihood, and a program ' +
    'that read them without bound could be stopped by a file.',
  wrong: `block W(p) { [p]*1 }
network A { input(28x28x1) -> ${'W('.repeat(31)}relu${')'.repeat(31)} -> fc(10) }`,
  right: `block W(p) { [p]*1 }
network A { input(28x28x1) -> W(relu) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

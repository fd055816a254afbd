// What is said of a network or block without a result.
import type { DiagnosticEntry } from './entry.js';

export const noOutput = {
  code: 'no-output',
  severity: 'error',
  title: 'A network or block without a result',
  why: 'The result is the one chain without a name, or in a network what `output(...)` calls name.',
  wrong: `network A { x = input(28x28x1) -> fc(10) }`,
  right: `network A { input(28x28x1) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

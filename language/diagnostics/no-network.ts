// What is said of a file without a network.
import type { DiagnosticEntry } from './entry.js';

export const noNetwork = {
  code: 'no-network',
  severity: 'error',
  title: 'A file without a network',
  why: 'Until a file holds a network, or blocks for other files to import, there is nothing to measure or to train.',
  wrong: '// Nothing is written here yet',
  right: 'network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }',
} as const satisfies DiagnosticEntry;

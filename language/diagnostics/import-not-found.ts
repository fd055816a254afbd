// What is said of an import of a file that is not there.
import type { DiagnosticEntry } from './entry.js';

export const importNotFound = {
  code: 'import-not-found',
  severity: 'error',
  title: 'An import of a file that is not there',
  why: 'A path is read from the folder of the file that it stands in.',
  wrong: `import "block.cnn"
network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }`,
  right: `import "blocks.cnn"
network A { input(28x28x1) -> Unit(6) -> fc(10) }`,
  beside: { 'blocks.cnn': 'block Unit(n) { conv(n) -> relu }' },
} as const satisfies DiagnosticEntry;

// What is said of files that import each other.
import type { DiagnosticEntry } from './entry.js';

export const importCycle = {
  code: 'import-cycle',
  severity: 'error',
  title: 'Files that import each other',
  why: 'What both need belongs into a third file, so that each can be read with what is before it.',
  wrong: `import "around.cnn"
network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }`,
  right: `import "blocks.cnn"
network A { input(28x28x1) -> Unit(6) -> fc(10) }`,
  beside: {
    'around.cnn': 'import "around.cnn"\nblock Unit(n) { conv(n) -> relu }',
    'blocks.cnn': 'block Unit(n) { conv(n) -> relu }',
  },
} as const satisfies DiagnosticEntry;

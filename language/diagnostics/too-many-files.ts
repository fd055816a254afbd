// What is said of an import of too many files.
import type { DiagnosticEntry } from './entry.js';

export const tooManyFiles = {
  code: 'too-many-files',
  severity: 'error',
  title: 'An import of too many files',
  why: 'The bound keeps a few files that import many others from stopping the editor.',
  wrong: `${'import "empty.cnn"\n'.repeat(101)}network A { input(28x28x1) -> fc(10) }`,
  right: `import "blocks.cnn"
network A { input(28x28x1) -> Unit(6) -> fc(10) }`,
  beside: { 'empty.cnn': '// Nothing yet', 'blocks.cnn': 'block Unit(n) { conv(n) -> relu }' },
} as const satisfies DiagnosticEntry;

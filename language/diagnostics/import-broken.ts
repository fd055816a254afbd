// What is said of an import of a file that does not parse.
import type { DiagnosticEntry } from './entry.js';

export const importBroken = {
  code: 'import-broken',
  severity: 'error',
  title: 'An import of a file that does not parse',
  why: 'Its blocks could not be read whole, so nothing can be built on them.',
  wrong: `import "broken.cnn"
network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }`,
  right: `import "blocks.cnn"
network A { input(28x28x1) -> Unit(6) -> fc(10) }`,
  beside: { 'broken.cnn': 'block Unit(n) { conv(n -> }', 'blocks.cnn': 'block Unit(n) { conv(n) -> relu }' },
} as const satisfies DiagnosticEntry;

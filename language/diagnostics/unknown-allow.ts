// What is said of an allowance for nothing.
import type { DiagnosticEntry } from './entry.js';

export const unknownAllow = {
  code: 'unknown-allow',
  severity: 'warning',
  title: 'An allowance for nothing',
  why:
    '`// cnn: allow CODE` keeps a file from being told about one advice or warning. Errors cannot be ' +
    'allowed, and a code that does not exist allows nothing.',
  wrong: `// cnn: allow first-fc
network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }`,
  right: `// cnn: allow first-fc-heavy
network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }`,
} as const satisfies DiagnosticEntry;

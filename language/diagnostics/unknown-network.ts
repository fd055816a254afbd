// What is said of a train statement for a network that is not there.
import type { DiagnosticEntry } from './entry.js';

export const unknownNetwork = {
  code: 'unknown-network',
  severity: 'error',
  title: 'A train statement for a network that is not there',
  why: 'A job trains a network of its own file.',
  wrong: `network LeNet { input(28x28x1) -> fc(10) }
train LeNet5 { data = digits }`,
  right: `network LeNet { input(28x28x1) -> fc(10) }
train LeNet { data = digits }`,
} as const satisfies DiagnosticEntry;

// What is said of an output named in a block.
import type { DiagnosticEntry } from './entry.js';

export const outputInBlock = {
  code: 'output-in-block',
  severity: 'error',
  title: 'An output named in a block',
  why: 'A block has one result, its bare chain; what a network is trained by is said in the network.',
  wrong: `block Head { output(fc(10)) }
network A { input(28x28x1) -> Head }`,
  right: `block Head { fc(10) }
network A { input(28x28x1) -> Head }`,
} as const satisfies DiagnosticEntry;

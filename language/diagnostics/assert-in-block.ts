// What is said of an assertion in a block.
import type { DiagnosticEntry } from './entry.js';

export const assertInBlock = {
  code: 'assert-in-block',
  severity: 'error',
  title: 'An assertion in a block',
  why: "An assertion speaks of a network's totals, and a block alone has none.",
  wrong: `block Head {
  assert params < 10K
  fc(10)
}
network A { input(28x28x1) -> Head }`,
  right: `block Head { fc(10) }
network A {
  assert params < 10K
  input(28x28x1) -> Head
}`,
} as const satisfies DiagnosticEntry;

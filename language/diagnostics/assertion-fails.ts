// What is said of an assertion that does not hold.
import type { DiagnosticEntry } from './entry.js';

export const assertionFails = {
  code: 'assertion-fails',
  severity: 'error',
  title: 'An assertion that does not hold',
  why: 'An assertion keeps a bound that the design must not cross. The message gives the figure it came to.',
  wrong: `network A {
  assert params < 1K
  input(28x28x1) -> fc(10)
}`,
  right: `network A {
  assert params < 10K
  input(28x28x1) -> fc(10)
}`,
} as const satisfies DiagnosticEntry;

// What is said of a second input.
import type { DiagnosticEntry } from './entry.js';

export const twoInputs = {
  code: 'two-inputs',
  severity: 'error',
  title: 'A second input',
  why: 'A network takes one image. A second path from it starts with a name that holds the input.',
  wrong: `network A {
  a = input(28x28x1) -> conv(6)
  b = input(28x28x1) -> conv(6)
  add(a, b) -> fc(10)
}`,
  right: `network A {
  x = input(28x28x1)
  a = x -> conv(6)
  b = x -> conv(6)
  add(a, b) -> fc(10)
}`,
} as const satisfies DiagnosticEntry;

// What is said of something flows into a tensor.
import type { DiagnosticEntry } from './entry.js';

export const tensorFed = {
  code: 'tensor-fed',
  severity: 'error',
  title: 'Something flows into a tensor',
  why:
    'A tensor is there already: nothing can flow into it. A chain starts with it, or joins it by `add`, ' +
    '`mul` or `concat`.',
  wrong: `network A {
  x = input(28x28x1) -> conv(6)
  x -> conv(6) -> x -> fc(10)
}`,
  right: `network A {
  x = input(28x28x1) -> conv(6)
  x -> conv(6) -> add(identity, x) -> fc(10)
}`,
} as const satisfies DiagnosticEntry;

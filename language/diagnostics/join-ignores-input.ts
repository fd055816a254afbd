// What is said of a join that ignores what flows into it.
import type { DiagnosticEntry } from './entry.js';

export const joinIgnoresInput = {
  code: 'join-ignores-input',
  severity: 'error',
  title: 'A join that ignores what flows into it',
  why:
    'A join of tensors only is a tensor itself: what flows into it would go nowhere. A chain starts with ' +
    'it, or one of its branches is a piece, such as `identity`.',
  wrong: `network A {
  x = input(28x28x1) -> conv(6)
  y = x -> conv(6)
  x -> conv(6) -> add(x, y) -> fc(10)
}`,
  right: `network A {
  x = input(28x28x1) -> conv(6)
  y = x -> conv(6)
  x -> conv(6) -> add(identity, x, y) -> fc(10)
}`,
} as const satisfies DiagnosticEntry;

// What is said of a comment where a division was likely meant.
import type { DiagnosticEntry } from './entry.js';

export const commentInParentheses = {
  code: 'comment-in-parentheses',
  severity: 'warning',
  title: 'A comment where a division was likely meant',
  why:
    '`//` always starts a comment and never divides: what stands after it on the line is not read. ' +
    'Divisions are written `/`, and must come out even.',
  wrong: `network A {
  input(28x28x4) -> conv(channels//2
  ) -> relu -> fc(10)
}`,
  right: `network A {
  input(28x28x4) -> conv(channels/2
  ) -> relu -> fc(10)
}`,
} as const satisfies DiagnosticEntry;

// What is said of a repetition whose number needs parentheses.
import type { DiagnosticEntry } from './entry.js';

export const repeatNeedsParentheses = {
  code: 'repeat-needs-parentheses',
  severity: 'error',
  title: 'A repetition whose number needs parentheses',
  why:
    '`*` binds before `+` and `-`, so `[...]*n - 1` would repeat n times and then subtract 1 from a piece ' +
    'of network.',
  wrong: `block Stage(filters, n) { conv(filters, stride=2) -> relu -> [conv(filters) -> relu]*n - 1 }
network A { input(28x28x1) -> Stage(8, 3) -> fc(10) }`,
  right: `block Stage(filters, n) { conv(filters, stride=2) -> relu -> [conv(filters) -> relu]*(n - 1) }
network A { input(28x28x1) -> Stage(8, 3) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

// What is said of a line that does not parse.
import type { DiagnosticEntry } from './entry.js';

export const syntax = {
  code: 'syntax',
  severity: 'error',
  title: 'A line that does not parse',
  why:
    'The notation has few signs: layers joined by `->`, arguments in parentheses, groups in brackets, ' +
    'statements in braces. Where a line cannot be read, nothing else is said of it until it can be.',
  wrong: `network Half { input(28x28x1) -> conv(6, -> fc(10) }`,
  right: `network Half { input(28x28x1) -> conv(6) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

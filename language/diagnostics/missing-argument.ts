// What is said of an argument that must be given.
import type { DiagnosticEntry } from './entry.js';

export const missingArgument = {
  code: 'missing-argument',
  severity: 'error',
  title: 'An argument that must be given',
  why: 'Some arguments have no sensible default: how many filters a convolution has is the design itself.',
  wrong: `network A { input(28x28x1) -> conv -> relu -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }`,
} as const satisfies DiagnosticEntry;

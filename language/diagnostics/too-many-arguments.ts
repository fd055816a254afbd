// What is said of more arguments than a layer takes.
import type { DiagnosticEntry } from './entry.js';

export const tooManyArguments = {
  code: 'too-many-arguments',
  severity: 'error',
  title: 'More arguments than a layer takes',
  why: 'An argument that goes nowhere would be ignored, and the layer would not be the one written.',
  wrong: `network A { input(28x28x1) -> conv(6) -> relu(0.1) -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6) -> leaky_relu(0.1) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

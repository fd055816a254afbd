// What is said of a value where a layer is needed.
import type { DiagnosticEntry } from './entry.js';

export const notALayer = {
  code: 'not-a-layer',
  severity: 'error',
  title: 'A value where a layer is needed',
  why: '`->` leads from layer to layer. A number or a size is an argument, in parentheses.',
  wrong: `network A { input(28x28x1) -> conv(6) -> 10 }`,
  right: `network A { input(28x28x1) -> conv(6) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

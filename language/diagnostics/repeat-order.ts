// What is said of a repetition with the number in front.
import type { DiagnosticEntry } from './entry.js';

export const repeatOrder = {
  code: 'repeat-order',
  severity: 'error',
  title: 'A repetition with the number in front',
  why: "A piece comes first and its number after it, as in the textbook's `[CONV -> RELU]*2`.",
  wrong: `network A { input(28x28x1) -> 2*[conv(6) -> relu] -> fc(10) }`,
  right: `network A { input(28x28x1) -> [conv(6) -> relu]*2 -> fc(10) }`,
} as const satisfies DiagnosticEntry;

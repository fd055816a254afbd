// What is said of a pooling layer padded by more than half of its window.
import type { DiagnosticEntry } from './entry.js';

export const paddingTooLarge = {
  code: 'padding-too-large',
  severity: 'error',
  title: 'A pooling layer padded by more than half of its window',
  why: 'With more padding a window would lie in the padding altogether, and its maximum would be of nothing.',
  wrong: `network A { input(28x28x1) -> conv(6) -> maxpool(3, stride=1, pad=2) -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6) -> maxpool(3, stride=1, pad=1) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

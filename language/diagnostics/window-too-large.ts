// What is said of a window larger than its padded input.
import type { DiagnosticEntry } from './entry.js';

export const windowTooLarge = {
  code: 'window-too-large',
  severity: 'error',
  title: 'A window larger than its padded input',
  why:
    'A window must fit into the image at least once. Most often the image has shrunk more than one ' +
    'thinks: the message lists the sizes on the way.',
  wrong: `network A { input(16x16x3) -> [conv(8) -> relu -> maxpool(2)]*2 -> conv(16, 5x5, pad=0) -> fc(10) }`,
  right: `network A { input(16x16x3) -> [conv(8) -> relu -> maxpool(2)]*2 -> conv(16, 3x3, pad=0) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

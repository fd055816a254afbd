// What is said of a division of whole numbers with a rest.
import type { DiagnosticEntry } from './entry.js';

export const unevenDivision = {
  code: 'uneven-division',
  severity: 'error',
  title: 'A division of whole numbers with a rest',
  why:
    'Channels and windows are whole: a division that rounded silently would make a network other than the ' +
    'one written.',
  wrong: `block Squeeze(ratio) { conv(channels/ratio, 1x1) }
network A { input(28x28x1) -> conv(64) -> relu -> Squeeze(3) -> fc(10) }`,
  right: `block Squeeze(ratio) { conv(channels/ratio, 1x1) }
network A { input(28x28x1) -> conv(64) -> relu -> Squeeze(4) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

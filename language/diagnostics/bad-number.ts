// What is said of a number that cannot be read.
import type { DiagnosticEntry } from './entry.js';

export const badNumber = {
  code: 'bad-number',
  severity: 'error',
  title: 'A number that cannot be read',
  why:
    'A number may end in K, M or G (thousands, millions, billions) or in KiB, MiB or GiB (bytes). A size ' +
    'whose side is computed is written as a tuple, `(1, k)`.',
  wrong: `block Row(k) { conv(8, 1xk) }
network A { input(28x28x1) -> Row(3) -> fc(10) }`,
  right: `block Row(k) { conv(8, (1, k)) }
network A { input(28x28x1) -> Row(3) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

// What is said of a tensor of too many values.
import type { DiagnosticEntry } from './entry.js';

export const tensorTooLarge = {
  code: 'tensor-too-large',
  severity: 'error',
  title: 'A tensor of too many values',
  why: 'A tensor may have 2^36 values, 256 GiB: more fits into no machine this runs on.',
  wrong: `network A { input(65536x65536x3) -> conv(64) -> global_avgpool -> fc(10) }`,
  right: `network A { input(16x16x3) -> conv(64, 9x9) -> global_avgpool -> fc(10) }`,
} as const satisfies DiagnosticEntry;

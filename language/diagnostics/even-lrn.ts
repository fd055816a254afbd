// What is said of local response normalisation over an even number of channels.
import type { DiagnosticEntry } from './entry.js';

export const evenLrn = {
  code: 'even-lrn',
  severity: 'error',
  title: 'Local response normalisation over an even number of channels',
  why: 'It looks at as many channels on the one side as on the other.',
  wrong: `network A { input(28x28x1) -> conv(16) -> relu -> lrn(4) -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(16) -> relu -> lrn(5) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

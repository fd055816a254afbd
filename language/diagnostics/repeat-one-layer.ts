// What is said of a repetition of the last layer only.
import type { DiagnosticEntry } from './entry.js';

export const repeatOneLayer = {
  code: 'repeat-one-layer',
  severity: 'warning',
  title: 'A repetition of the last layer only',
  why:
    '`*` binds before `->`, so `conv(8) -> relu*2` is one convolution and two rectifiers. A second ' +
    'rectifier changes nothing: the whole chain was likely meant.',
  wrong: `network A { input(28x28x1) -> conv(8) -> relu*2 -> fc(10) }`,
  right: `network A { input(28x28x1) -> [conv(8) -> relu]*2 -> fc(10) }`,
} as const satisfies DiagnosticEntry;

// What is said of a tensor repeated.
import type { DiagnosticEntry } from './entry.js';

export const tensorRepeated = {
  code: 'tensor-repeated',
  severity: 'error',
  title: 'A tensor repeated',
  why: 'Only a piece, which is placed anew each time, can be repeated. A tensor is one value.',
  wrong: `network A {
  x = input(28x28x1)
  x -> relu -> [x -> conv(6)]*2 -> fc(10)
}`,
  right: `network A {
  x = input(28x28x1)
  x -> relu -> [conv(6)]*2 -> fc(10)
}`,
} as const satisfies DiagnosticEntry;

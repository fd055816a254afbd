// What is said of a file without a network.
import type { Diagnostic } from './diagnostic.js';

export const noNetwork = {
  code: 'no-network',
  severity: 'advice',
  title: 'A file without a network',
  why: 'Until a file holds a network there is nothing to measure or to train.',
  wrong: `block Unit(n) { conv(n) -> relu }`,
  right: `block Unit(n) { conv(n) -> relu }
network A { input(28x28x1) -> Unit(6) -> fc(10) }`,
} as const satisfies Diagnostic;

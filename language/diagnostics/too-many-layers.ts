// What is said of a network of too many layers.
import type { DiagnosticEntry } from './entry.js';

export const tooManyLayers = {
  code: 'too-many-layers',
  severity: 'error',
  title: 'A network of too many layers',
  why:
    'A network may have 20,000 layers; the deepest that people train have a few thousand. The bound keeps ' +
    'a slip of a digit from stopping the editor.',
  wrong: `network A { input(28x28x1) -> [conv(6) -> relu]*1000000 -> fc(10) }`,
  right: `network A { input(28x28x1) -> [conv(6) -> relu]*10 -> fc(10) }`,
} as const satisfies DiagnosticEntry;

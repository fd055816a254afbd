// What is said of a name that nothing has.
import type { DiagnosticEntry } from './entry.js';

export const unknownName = {
  code: 'unknown-name',
  severity: 'error',
  title: 'A name that nothing has',
  why:
    "A name is a layer of the language, a block, a parameter or a binding. Layers' names in other " +
    'libraries are known too, and the fix writes them as they are called here.',
  wrong: `network A { input(28x28x1) -> Conv2d(1, 6, kernel_size=5) -> relu -> Linear(4704, 10) }`,
  right: `network A { input(28x28x1) -> conv(6, 5x5) -> relu -> fc(10) }`,
} as const satisfies DiagnosticEntry;

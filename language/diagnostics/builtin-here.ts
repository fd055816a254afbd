// What is said of a built-in declared in a file.
import type { DiagnosticEntry } from './entry.js';

export const builtinHere = {
  code: 'builtin-here',
  severity: 'error',
  title: 'A built-in declared in a file',
  why:
    'The layers that the language knows are declared by the language itself, because a layer also needs a ' +
    'shape rule, a cost and kernels. What a file adds to them are blocks.',
  wrong: `builtin layer mish
network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }`,
  right: `block Mish { relu }
network A { input(28x28x1) -> conv(6) -> Mish -> fc(10) }`,
} as const satisfies DiagnosticEntry;

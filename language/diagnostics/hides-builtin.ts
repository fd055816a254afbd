// What is said of a name that hides a built-in.
import type { DiagnosticEntry } from './entry.js';

export const hidesBuiltin = {
  code: 'hides-builtin',
  severity: 'advice',
  title: 'A name that hides a built-in',
  why:
    'A file may call its blocks and tensors as it likes, so that layers added to the language later break no file. But a ' +
    'reader who knows the built-in will take the name for it.',
  wrong: `block swish(n) { conv(n) -> relu }
network A { input(28x28x1) -> swish(8) -> fc(10) }`,
  right: `block Unit(n) { conv(n) -> relu }
network A { input(28x28x1) -> Unit(8) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

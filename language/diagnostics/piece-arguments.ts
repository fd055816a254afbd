// What is said of arguments given to a piece.
import type { DiagnosticEntry } from './entry.js';

export const pieceArguments = {
  code: 'piece-arguments',
  severity: 'error',
  title: 'Arguments given to a piece',
  why: 'A piece is a chain with a name, and has no parameters. A chain with parameters is a block.',
  wrong: `network A {
  unit = conv(6) -> relu
  input(28x28x1) -> unit(8) -> fc(10)
}`,
  right: `block Unit(n) { conv(n) -> relu }
network A { input(28x28x1) -> Unit(8) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

// What is said of a name that is never used.
import type { DiagnosticEntry } from './entry.js';

export const unused = {
  code: 'unused',
  severity: 'error',
  title: 'A name that is never used',
  why: 'What a name holds is not part of the network until something uses it: a branch was likely forgotten.',
  wrong: `network A {
  x = input(28x28x1) -> conv(6)
  skip = x -> conv(6, 1x1)
  x -> conv(6) -> fc(10)
}`,
  right: `network A {
  x = input(28x28x1) -> conv(6)
  skip = x -> conv(6, 1x1)
  x -> add(conv(6), skip) -> fc(10)
}`,
} as const satisfies DiagnosticEntry;

// What is said of a second chain without a name.
import type { DiagnosticEntry } from './entry.js';

export const twoResults = {
  code: 'two-results',
  severity: 'error',
  title: 'A second chain without a name',
  why: 'A network or block has one result. A chain on the side has a name, or is an `output(...)` of the ' + 'network.',
  wrong: `network A {
  x = input(28x28x1) -> conv(6)
  x -> fc(10)
  x -> global_avgpool -> fc(10)
}`,
  right: `network A {
  x = input(28x28x1) -> conv(6)
  main = x -> fc(10)
  side = x -> global_avgpool -> fc(10)
  output(main)
  output(side, weight=0.3)
}`,
} as const satisfies DiagnosticEntry;

// What is said of a train statement that does not say which network.
import type { DiagnosticEntry } from './entry.js';

export const noNetworkNamed = {
  code: 'no-network-named',
  severity: 'error',
  title: 'A train statement that does not say which network',
  why: "`train { ... }` means the file's only network; where there are more, it names one.",
  wrong: `network A { input(28x28x1) -> fc(10) }
network B { input(28x28x1) -> conv(6) -> relu -> fc(10) }
train { data = digits }`,
  right: `network A { input(28x28x1) -> fc(10) }
network B { input(28x28x1) -> conv(6) -> relu -> fc(10) }
train B { data = digits }`,
} as const satisfies DiagnosticEntry;

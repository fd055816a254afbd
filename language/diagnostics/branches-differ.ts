// What is said of branches that do not fit together.
import type { DiagnosticEntry } from './entry.js';

export const branchesDiffer = {
  code: 'branches-differ',
  severity: 'error',
  title: 'Branches that do not fit together',
  why:
    '`add` needs equal shapes, `concat` equal heights and widths, `mul` equal shapes or one value a ' +
    'channel. Where only the channels differ, a 1x1 convolution projects one branch to the other, as in ' +
    'ResNet.',
  wrong: `network A { input(28x28x16) -> add(conv(32) -> relu, identity) -> fc(10) }`,
  right: `network A { input(28x28x16) -> add(conv(32) -> relu, conv(32, 1x1)) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

// What is said of a path to freeze that stands for nothing that learns.
import type { DiagnosticEntry } from './entry.js';

export const nothingFrozen = {
  code: 'nothing-frozen',
  severity: 'error',
  title: 'Nothing that learns has the path to freeze',
  why:
    "`freeze` takes the paths that hovers and `cnn summary` show: a layer (`conv.2`), or a block's instance or a repeat with all that is " +
    'in it (`Stage.2`). What is named must have weights, or nothing would be frozen.',
  wrong: `network A { input(28x28x1) -> conv(6) -> relu -> conv(16) -> relu -> fc(10) }
train A { data = digits freeze = "conv.3" }`,
  right: `network A { input(28x28x1) -> conv(6) -> relu -> conv(16) -> relu -> fc(10) }
train A { data = digits freeze = "conv.2" }`,
} as const satisfies DiagnosticEntry;

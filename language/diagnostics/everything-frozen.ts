// What is said of a job that freezes all that its network could learn.
import type { DiagnosticEntry } from './entry.js';

export const everythingFrozen = {
  code: 'everything-frozen',
  severity: 'warning',
  title: 'Everything that learns is frozen',
  why:
    'What `freeze` names keeps the weights it begins with. Where that is every layer with weights, the job computes losses and changes ' +
    'nothing: it can only tell how well the network does as it is. Leave out at least the layer that is to be taught.',
  wrong: `network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }
train A { data = digits freeze = ("conv", "fc") }`,
  right: `network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }
train A { data = digits freeze = "conv" }`,
} as const satisfies DiagnosticEntry;

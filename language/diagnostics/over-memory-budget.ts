// What is said of a training step that takes more memory than its writer gives it. The server asks, since only the
// runtime's planner knows the bytes.
import type { DiagnosticEntry } from './entry.js';

export const overMemoryBudget = {
  code: 'over-memory-budget',
  severity: 'warning',
  title: 'A training step over the memory budget',
  why:
    'A step keeps every activation of the batch until its gradient is there, so its memory grows with the batch. The setting ' +
    '`receptive.memoryBudget` says how much there is (4 GiB unless it is set); the largest batch that fits is named, and ' +
    'whether `memory` in the job would compute this one in parts.',
  wrong: `network Wide { input(28x28x1) -> [conv(64) -> relu]*7 -> global_avgpool -> fc(10) }
train Wide { data = digits batch = 50000 }`,
  right: `network Wide { input(28x28x1) -> [conv(64) -> relu]*7 -> global_avgpool -> fc(10) }
train Wide { data = digits batch = 64 }`,
} as const satisfies DiagnosticEntry;

// What is said of a memory that a job allows and that its training cannot keep to. The server asks, since only the
// runtime's planner knows the bytes.
import type { DiagnosticEntry } from './entry.js';

export const memoryTooSmall = {
  code: 'memory-too-small',
  severity: 'error',
  title: 'A memory that the training cannot keep to',
  why:
    'A batch that takes more than `memory` is computed in equal parts, one after the other, whose gradients are added up: it learns ' +
    'what it would learn at once. Where even single images take more, nothing helps but a smaller network. Batch normalisation ' +
    'takes mean and variance over all images of a batch, and over a part it would learn something else, which would moreover hang ' +
    'on how much memory there is: a batch with `bn` is not split. `group_norm` and `layer_norm` look at each image by itself.',
  wrong: `network A { input(28x28x1) -> conv(16) -> bn -> relu -> maxpool(2) -> fc(10) }
train A { data = digits batch = 256 memory = 8MiB }`,
  right: `network A { input(28x28x1) -> conv(16) -> group_norm(4) -> relu -> maxpool(2) -> fc(10) }
train A { data = digits batch = 256 memory = 8MiB }`,
} as const satisfies DiagnosticEntry;

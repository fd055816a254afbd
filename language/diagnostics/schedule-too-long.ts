// What is said of a schedule that wants more epochs than the job has.
import type { DiagnosticEntry } from './entry.js';

export const scheduleTooLong = {
  code: 'schedule-too-long',
  severity: 'warning',
  title: 'A schedule longer than the training',
  why:
    'The times of a schedule are epochs. Those that come after the last epoch of the job change nothing: the rate is then not what ' +
    'the schedule seems to say.',
  wrong: `network A { input(28x28x1) -> conv(6) -> relu -> maxpool(2) -> fc(10) }
train A { data = digits schedule = step(every=30) epochs = 10 }`,
  right: `network A { input(28x28x1) -> conv(6) -> relu -> maxpool(2) -> fc(10) }
train A { data = digits schedule = step(every=3) epochs = 10 }`,
} as const satisfies DiagnosticEntry;

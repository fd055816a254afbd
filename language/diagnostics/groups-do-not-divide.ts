// What is said of groups or parts that do not divide the channels.
import type { DiagnosticEntry } from './entry.js';

export const groupsDoNotDivide = {
  code: 'groups-do-not-divide',
  severity: 'error',
  title: 'Groups or parts that do not divide the channels',
  why: 'Groups are equal shares of the channels, on both sides of a convolution.',
  wrong: `network A { input(28x28x6) -> conv(8, groups=4) -> fc(10) }`,
  right: `network A { input(28x28x6) -> conv(8, groups=2) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

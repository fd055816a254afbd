// What is said of a data set that does not fit the network.
import type { DiagnosticEntry } from './entry.js';

export const dataDoesNotFit = {
  code: 'data-does-not-fit',
  severity: 'error',
  title: 'A data set that does not fit the network',
  why: "The network's input has the shape of the images, and its output one value for each class.",
  wrong: `network A { input(32x32x3) -> conv(6) -> relu -> fc(10) }
train A { data = digits }`,
  right: `network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }
train A { data = digits }`,
} as const satisfies DiagnosticEntry;

// What is said of an input's size that is written in the order of PyTorch's tensors.
import type { DiagnosticEntry } from './entry.js';

export const channelsFirst = {
  code: 'channels-first',
  severity: 'warning',
  title: 'An input whose channels seem to come first',
  why:
    'A size is height x width x channels, as in the textbook. PyTorch and Caffe keep the channels of an image in front ' +
    '(`3x32x32`), and read in this order they would be rows.',
  wrong: `network A { input(3x32x32) -> conv(8) -> relu -> fc(10) }`,
  right: `network A { input(32x32x3) -> conv(8) -> relu -> fc(10) }`,
} as const satisfies DiagnosticEntry;

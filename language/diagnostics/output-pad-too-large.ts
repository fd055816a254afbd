// What is said of an output padding past the stride.
import type { DiagnosticEntry } from './entry.js';

export const outputPadTooLarge = {
  code: 'output-pad-too-large',
  severity: 'error',
  title: 'An output padding past the stride',
  why:
    'Several input sizes give a convolution with stride the same output. `output_pad` says which of them ' +
    'its transposed counterpart returns to, so it is smaller than the stride or the dilation.',
  wrong: `network A { input(14x14x8) -> upconv(4, stride=2, output_pad=2) -> fc(10) }`,
  right: `network A { input(14x14x8) -> upconv(4, stride=2, output_pad=1) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

// What is said of pixels that no window sees.
import type { DiagnosticEntry } from './entry.js';

export const pixelsUnseen = {
  code: 'pixels-unseen',
  severity: 'warning',
  title: 'Pixels that no window sees',
  why:
    'Sizes round down: where windows that are `stride` apart do not come out even, the last rows and ' +
    'columns of the image are never looked at. `ceil=true` lets the last window hang over the edge; ' +
    'padding below and to the right gives it room.',
  wrong: `network A { input(13x13x3) -> conv(8) -> relu -> maxpool(2) -> fc(10) }`,
  right: `network A { input(13x13x3) -> conv(8) -> relu -> maxpool(2, ceil=true) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

// What is said of a shortcut to fewer channels.
import type { DiagnosticEntry } from './entry.js';

export const shortcutDropsChannels = {
  code: 'shortcut-drops-channels',
  severity: 'error',
  title: 'A shortcut to fewer channels',
  why:
    "ResNet's shortcut without weights fills new channels with zeros. To fewer channels, a 1x1 " +
    'convolution projects.',
  wrong: `network A { input(28x28x16) -> shortcut(8) -> fc(10) }`,
  right: `network A { input(28x28x16) -> conv(8, 1x1) -> fc(10) }`,
} as const satisfies DiagnosticEntry;

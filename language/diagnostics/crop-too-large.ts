// What is said of a part larger than the image it is taken from.
import type { DiagnosticEntry } from './entry.js';

export const cropTooLarge = {
  code: 'crop-too-large',
  severity: 'error',
  title: 'A crop larger than the images',
  why: 'A crop is a part of the image and the zeros around it: pad by more, or take a smaller part.',
  wrong: `network A { input(32x32x1) -> conv(6) -> relu -> fc(10) }
train A { data = digits  augment = crop(32x32) }`,
  right: `network A { input(32x32x1) -> conv(6) -> relu -> fc(10) }
train A { data = digits  augment = crop(32x32, pad=2) }`,
} as const satisfies DiagnosticEntry;

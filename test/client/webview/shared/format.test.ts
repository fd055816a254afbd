// Formatting of the training page's figures.
import { expect, it } from 'vitest';
import { formatDuration, formatLoss, formatPercent, formatSpeed } from '../../../../client/webview/shared/format.js';

it.each([
  [1.98765, '1.9877'],
  [0, '0.0000'],
  [0.000012345, '1.23e-5'],
  [12345.6, '12,345.6000'],
])('writes the loss %d as %s', (loss, text) => expect(formatLoss(loss)).toBe(text));

it.each([
  [0.979, '97.9 %'],
  [1, '100.0 %'],
])('writes the fraction %d as %s', (fraction, text) => expect(formatPercent(fraction)).toBe(text));

it.each([
  [2140.4, '2,140'],
  [3.14, '3.1'],
])('writes the speed %d as %s', (speed, text) => expect(formatSpeed(speed)).toBe(text));

it.each([
  [0.2, '0 s'],
  [59.6, '1 min 0 s'],
  [200, '3 min 20 s'],
  [7500, '2 h 5 min'],
])('writes %d seconds as %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));

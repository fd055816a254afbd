// How figures are written for people, at the edges where rounding could say something odd.
import { expect, it } from 'vitest';
import { formatBytes, formatCount, formatOrdinal, formatPair, formatShare, formatShort } from '../../model/index.js';

it.each([
  [0, '0'],
  [999, '999'],
  [1000, '1K'],
  [4704, '4.7K'],
  [99_949, '99.9K'],
  [99_950, '100K'],
  [150_528, '151K'],
  [999_499, '999K'],
  [999_500, '1M'],
  [3_211_264, '3.2M'],
  [15_470_264_320, '15.5G'],
  [1e21, '1000000P'],
])('%d in short is %s', (count, text) => {
  expect(formatShort(count)).toBe(text);
});

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1 KiB'],
  [1024 * 1024 - 1, '1 MiB'],
  [4 * 15_237_608, '58.1 MiB'],
  [784 * 1024 ** 2, '784 MiB'],
  [3.1 * 1024 ** 3, '3.1 GiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

it.each([
  [1, '1st'],
  [2, '2nd'],
  [3, '3rd'],
  [4, '4th'],
  [11, '11th'],
  [12, '12th'],
  [13, '13th'],
  [20, '20th'],
  [21, '21st'],
  [112, '112th'],
  [122, '122nd'],
])('the ordinal of %d is %s', (index, text) => {
  expect(formatOrdinal(index)).toBe(text);
});

it('writes counts, pairs and shares', () => {
  expect(formatCount(138_357_544)).toBe('138,357,544');
  expect([formatPair([5, 5]), formatPair([3, 7])]).toEqual(['5', '3x7']);
  expect([formatShare(0, 7), formatShare(1, 5000), formatShare(1, 30), formatShare(1, 2), formatShare(7, 7)]).toEqual([
    '0 %',
    'under 0.1 %',
    '3.3 %',
    '50 %',
    '100 %',
  ]);
});

// The points of a curve that are drawn: no more than pixels, with every extreme.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimate } from '../../../../client/webview/training/decimate.js';

const range = (length: number) => Array.from({ length }, (_, index) => index);

describe('decimate', () => {
  it('draws every point where there are no more than pixels', () => {
    expect(decimate([3, 5, 9], [1, 1, 1], 4)).toEqual([0, 1, 2]);
    expect(decimate([], [], 100)).toEqual([]);
  });

  it('draws the extremes of each column, in order', () => {
    // (10 - 2) / 2 = 4 columns of five points, the last of which is at the end of the last column.
    const ys = [0, 5, 1, 1, 1, 2, 2, -3, 2, 7, 4, 4, 4, 4, 4, 9, 8, 7, 6, 5];
    expect(decimate(range(20), ys, 10)).toEqual([0, 1, 7, 9, 10, 15, 19]);
  });

  it('keeps within the pixels, with both ends, the order, and the extremes of all', () => {
    const curve = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.double({ noNaN: true })), { minLength: 1 });
    fc.assert(
      fc.property(curve, fc.integer({ min: 4, max: 60 }), (points, pixels) => {
        let x = 0;
        const xs = points.map(([gap]) => (x += gap));
        const ys = points.map(([, y]) => y);
        const chosen = decimate(xs, ys, pixels);
        expect(chosen.length).toBeLessThanOrEqual(Math.max(pixels, 4));
        expect(chosen).toEqual([...new Set(chosen)].sort((one, other) => one - other));
        expect(chosen[0]).toBe(0);
        expect(chosen.at(-1)).toBe(ys.length - 1);
        const drawn = chosen.map((index) => ys[index]);
        expect([Math.min(...drawn), Math.max(...drawn)]).toEqual([Math.min(...ys), Math.max(...ys)]);
      }),
    );
  });
});

// What a chart is given to draw: no more points than its plot has pixels, and every epoch's figure.
import { expect, it } from 'vitest';
import { curveData, loss } from '../../../../client/webview/training/curves.js';
import type { Point } from '../../../../client/webview/training/history.js';

const points = Array.from(
  { length: 2_000 },
  (_, index): Point => ({
    step: index + 1,
    loss: index === 777 ? 9 : 1 / (index + 1),
    metric: 0,
    lossTrend: index,
    metricTrend: 0,
    ...(index % 100 === 99 && { watched: { loss: index, metric: 0 } }),
  }),
);

it('draws at most as many points as pixels, the same ones of every series', () => {
  const [steps, batches, trend, watched] = curveData(points, loss, 400);
  expect(steps.length).toBeLessThanOrEqual(400);
  expect(steps.length).toBeGreaterThan(200);
  for (const series of [batches, trend, watched]) expect(series).toHaveLength(steps.length);
  expect(trend).toEqual(steps.map((step) => step - 1));
});

it('draws the spikes and the figure of every epoch', () => {
  const [steps, batches, , watched] = curveData(points, loss, 400);
  expect(batches[steps.indexOf(778)]).toBe(9);
  expect(watched.filter((value) => value !== null)).toEqual(Array.from({ length: 20 }, (_, index) => 100 * index + 99));
});

it('draws all points where there are few', () => {
  expect(curveData(points.slice(0, 3), loss, 400)[0]).toEqual([1, 2, 3]);
});

// The curves' points: bounded in number, with the means of the steps.
import { describe, expect, it } from 'vitest';
import { History } from '../../../../client/webview/training/history.js';
import type { EpochEvent, StepEvent } from '../../../../runtime/train/events.js';

const step = (step: number, loss: number): StepEvent => ({
  event: 'step',
  step,
  learningRate: 0.05,
  steps: 1_000_000,
  epoch: 1,
  epochs: 1,
  loss,
  accuracy: loss / 8,
  imagesPerSecond: 1,
});
const epoch = (testLoss: number): EpochEvent => ({
  event: 'epoch',
  epoch: 1,
  epochs: 1,
  loss: 0,
  accuracy: 0,
  testLoss,
  testAccuracy: testLoss / 10,
  imagesPerSecond: 1,
});

describe('History', () => {
  it('shows the first step at once, as it was', () => {
    const history = new History();
    history.addStep(step(1, 2));
    expect(history.points).toEqual([{ step: 1, loss: 2, metric: 0.25, lossTrend: 2, metricTrend: 0.25 }]);
  });

  it('starts the trend as the mean of all steps so far', () => {
    const history = new History();
    [4, 2, 0].forEach((loss, index) => {
      history.addStep(step(index + 1, loss));
    });
    expect(history.points.map((point) => point.lossTrend)).toEqual([4, 3, 2]);
  });

  it('stays below its capacity, keeps the mean, the last step and every test figure', () => {
    const history = new History(8);
    const losses = Array.from({ length: 64 }, (_, index) => index % 7);
    losses.forEach((loss, index) => {
      history.addStep(step(index + 1, loss));
      if (index === 9 || index === 63) history.addEpoch(epoch(index));
      expect(history.points.length).toBeLessThan(8);
    });
    const { points } = history;
    expect(points.at(-1)?.step).toBe(64);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(points.map((point) => point.loss))).toBeCloseTo(mean(losses), 12);
    expect(points.flatMap((point) => (point.watched ? [point.watched.loss] : []))).toEqual([9, 63]);
    expect(points.map((point) => point.step)).toEqual([...points.map((point) => point.step)].sort((a, b) => a - b));
  });

  it('ignores an epoch without steps', () => {
    const history = new History();
    history.addEpoch(epoch(1));
    expect(history.points).toEqual([]);
  });
});

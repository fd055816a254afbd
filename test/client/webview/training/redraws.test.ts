// How often the page is drawn: counted, with a clock of the test's own.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRedraws } from '../../../../client/webview/training/redraws.js';

const interval = 500;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Requests so many drawings in a second. */
function requestFor(redraws: ReturnType<typeof createRedraws>, seconds: number, perSecond: number): void {
  for (let index = 0; index < seconds * perSecond; index++) {
    redraws.request();
    vi.advanceTimersByTime(1000 / perSecond);
  }
}

it('draws the first figures at once', () => {
  const draw = vi.fn();
  createRedraws(draw, () => interval).request();
  vi.advanceTimersByTime(0);
  expect(draw).toHaveBeenCalledTimes(1);
});

it('draws at most twice a second, and the last request for certain', () => {
  const draw = vi.fn();
  const redraws = createRedraws(draw, () => interval);
  requestFor(redraws, 10, 500);
  expect(draw.mock.calls.length).toBeGreaterThanOrEqual(20);
  expect(draw.mock.calls.length).toBeLessThanOrEqual(21);
  redraws.request();
  const before = draw.mock.calls.length;
  vi.advanceTimersByTime(interval);
  expect(draw).toHaveBeenCalledTimes(before + 1);
  vi.advanceTimersByTime(60_000);
  expect(draw).toHaveBeenCalledTimes(before + 1);
});

it('draws nothing while hidden, and once when shown again', () => {
  const draw = vi.fn();
  const redraws = createRedraws(draw, () => interval);
  redraws.setVisible(false);
  requestFor(redraws, 10, 500);
  redraws.flush();
  expect(draw).not.toHaveBeenCalled();
  redraws.setVisible(true);
  expect(draw).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(60_000);
  expect(draw).toHaveBeenCalledTimes(1);
});

it('draws nothing when shown again with nothing new', () => {
  const draw = vi.fn();
  const redraws = createRedraws(draw, () => interval);
  redraws.request();
  vi.advanceTimersByTime(0);
  redraws.setVisible(false);
  redraws.setVisible(true);
  vi.advanceTimersByTime(60_000);
  expect(draw).toHaveBeenCalledTimes(1);
});

it('drops a drawing that was due when the page is hidden, until it is shown', () => {
  const draw = vi.fn();
  const redraws = createRedraws(draw, () => interval);
  redraws.flush();
  redraws.request();
  redraws.setVisible(false);
  vi.advanceTimersByTime(10 * interval);
  expect(draw).toHaveBeenCalledTimes(1);
  redraws.setVisible(true);
  expect(draw).toHaveBeenCalledTimes(2);
});

// Images per second, by the test's own clock.
import { expect, it } from 'vitest';
import { createThroughput } from '../../../runtime/train/throughput.js';

it('counts time only while it is not paused', () => {
  let time = 1000;
  const throughput = createThroughput(() => time);
  expect(throughput.overall()).toBe(0);
  throughput.resume();
  expect(throughput.recent()).toBe(0);
  time += 500;
  throughput.add(100);
  expect(throughput.recent()).toBe(200);
  throughput.pause();
  time += 10_000;
  expect(throughput.overall()).toBe(200);
  throughput.resume();
  expect(throughput.recent()).toBe(0);
  time += 500;
  throughput.add(300);
  expect(throughput.recent()).toBe(600);
  expect(throughput.overall()).toBe(400);
});

it('is recent over the last twenty additions', () => {
  let time = 0;
  const throughput = createThroughput(() => time);
  throughput.resume();
  time += 60_000;
  throughput.add(10);
  for (let step = 0; step < 20; step++) {
    time += 100;
    throughput.add(10);
  }
  expect(throughput.recent()).toBeCloseTo(100);
});

it("leaves out a device's first step as soon as there is another", () => {
  let time = 0;
  const throughput = createThroughput(() => time);
  const step = (milliseconds: number) => {
    time += milliseconds;
    throughput.add(10);
  };
  throughput.begin();
  throughput.resume();
  step(9_900);
  expect(throughput.recent()).toBeCloseTo(10 / 9.9);
  expect(throughput.overall()).toBeCloseTo(10 / 9.9);
  step(100);
  step(100);
  expect(throughput.recent()).toBeCloseTo(100);
  expect(throughput.overall()).toBeCloseTo(100);
  // Another device.
  throughput.pause();
  throughput.begin();
  throughput.resume();
  step(5_000);
  throughput.pause();
  time += 1_000;
  throughput.resume();
  step(100);
  expect(throughput.recent()).toBeCloseTo(100);
  expect(throughput.overall()).toBeCloseTo(100);
});

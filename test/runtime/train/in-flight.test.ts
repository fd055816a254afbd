// Results come in order, no more than the limit are pending, and no work is left behind.
import { describe, expect, it } from 'vitest';
import { inFlight } from '../../../runtime/train/in-flight.js';

const later = <T>(value: T, milliseconds: number) =>
  new Promise<T>((resolve) => setTimeout(() => resolve(value), milliseconds));

describe('work in flight', () => {
  it('is answered in order, even when later work is done first', async () => {
    const results: number[] = [];
    for await (const result of inFlight(5, 3, (index) => later(index, 20 - 4 * index))) results.push(result);
    expect(results).toEqual([0, 1, 2, 3, 4]);
  });

  it('is never more than the limit', async () => {
    let underWay = 0;
    let most = 0;
    const start = async () => {
      most = Math.max(most, ++underWay);
      await later(0, 1);
      underWay--;
    };
    for await (const _ of inFlight(10, 3, start)) expect(underWay).toBeLessThanOrEqual(3);
    expect(most).toBe(3);
  });

  it('that fails ends it with the first failure, after the rest has settled', async () => {
    const settled: number[] = [];
    const start = async (index: number) => {
      await later(0, index === 1 ? 1 : 10);
      settled.push(index);
      if (index >= 1) throw new Error(`work ${index}`);
    };
    const drain = async () => {
      for await (const _ of inFlight(9, 3, start));
    };
    await expect(drain()).rejects.toThrow('work 1');
    expect(settled.sort()).toEqual([0, 1, 2, 3]);
  });

  it('is awaited when its reader leaves early', async () => {
    let underWay = 0;
    const start = async (index: number) => {
      underWay++;
      await later(0, 2 * index);
      underWay--;
    };
    for await (const _ of inFlight(9, 3, start)) break;
    expect(underWay).toBe(0);
  });

  it('of no count is nothing', async () => {
    for await (const _ of inFlight(0, 3, async () => 1)) expect.unreachable();
  });
});

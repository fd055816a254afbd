// Random streams: the values that other programs compute from the same seeds, and the dropout mask's rate and bits.
import { describe, expect, test } from 'vitest';
import { dropoutKeep, initialValues, mulberry32, pcg } from '../../../runtime/ir/index.js';

test('mulberry32 is the stream the golden losses are drawn from', () => {
  // The formula of test/ground-truth/README.md in exact whole-number arithmetic.
  const modulus = 1n << 32n;
  const imul = (a: bigint, b: bigint) => (a * b) % modulus;
  let s = 42n;
  const random = mulberry32(42);
  for (let i = 0; i < 100; i++) {
    s = (s + 0x6d2b79f5n) % modulus;
    let t = imul(s ^ (s >> 15n), s | 1n);
    t ^= (t + imul(t ^ (t >> 7n), t | 61n)) % modulus;
    expect(random()).toBe(Number(t ^ (t >> 14n)) / 2 ** 32);
  }
});

test('pcg is the published hash, in exact whole-number arithmetic', () => {
  const modulus = 1n << 32n;
  for (const value of [0, 1, 2, 12345, 0x7fffffff, 0x80000000, 0xffffffff]) {
    const s = (BigInt(value) * 747796405n + 2891336453n) % modulus;
    const w = (((s >> ((s >> 28n) + 4n)) ^ s) * 277803737n) % modulus;
    expect(pcg(value)).toBe(Number((w >> 22n) ^ w));
  }
});

describe('dropoutKeep', () => {
  const kept = (seed: number, step: number, layer: number, rate: number, count = 20_000) =>
    Array.from({ length: count }, (_, index) => dropoutKeep({ seed, step, layer, rate }, index));
  const agreement = (a: boolean[], b: boolean[]) => a.filter((value, i) => value === b[i]).length / a.length;

  test.each([0, 0.1, 0.4, 0.5, 0.9])('keeps all but a share of %f', (rate) => {
    const share = kept(1, 2, 3, rate).filter((value) => !value).length / 20_000;
    expect(Math.abs(share - rate)).toBeLessThan(0.012); // over three standard deviations
  });

  test('differs by seed, step and layer, and is equal for equal ones', () => {
    const choice = kept(1, 2, 3, 0.5);
    expect(kept(1, 2, 3, 0.5)).toEqual(choice);
    for (const other of [kept(2, 2, 3, 0.5), kept(1, 3, 3, 0.5), kept(1, 2, 4, 0.5), kept(3, 2, 1, 0.5)]) {
      expect(Math.abs(agreement(choice, other) - 0.5)).toBeLessThan(0.015);
    }
  });

  test('neighbours choose independently', () => {
    const choice = kept(1, 2, 3, 0.5);
    for (const apart of [1, 2, 64]) {
      expect(Math.abs(agreement(choice.slice(apart), choice.slice(0, -apart)) - 0.5)).toBeLessThan(0.015);
    }
  });
});

test('initial values: uniform in +-sqrt(6/fanIn), constants as they are and nothing drawn for them', () => {
  const random = mulberry32(3);
  const constants = initialValues({ kind: 'constant', value: 0.5 }, [7], random);
  expect([...constants]).toEqual(new Array(7).fill(0.5));
  expect(random()).toBe(mulberry32(3)());
  const weights = initialValues({ kind: 'he-uniform', fanIn: 54 }, [5, 5, 8, 50], random);
  expect(weights).toHaveLength(10_000);
  const bound = Math.sqrt(6 / 54);
  expect(weights.every((value) => Math.abs(value) <= bound)).toBe(true);
  const variance = weights.reduce((sum, value) => sum + value * value, 0) / weights.length;
  expect(variance / (2 / 54)).toBeGreaterThan(0.95);
  expect(variance / (2 / 54)).toBeLessThan(1.05);
});

test('initial values: Xavier, uniform in +-sqrt(6/(fanIn + fanOut)), so of variance 2/(fanIn + fanOut)', () => {
  const initial = { kind: 'xavier-uniform', fanIn: 50, fanOut: 150 } as const;
  const weights = initialValues(initial, [10_000], mulberry32(3));
  expect(Math.max(...weights.map(Math.abs))).toBeLessThanOrEqual(Math.sqrt(6 / 200));
  const mean = weights.reduce((sum, value) => sum + value, 0) / weights.length;
  const variance = weights.reduce((sum, value) => sum + value * value, 0) / weights.length;
  expect(Math.abs(mean)).toBeLessThan(0.003);
  expect(Math.abs(variance / (2 / 200) - 1)).toBeLessThan(0.05);
});

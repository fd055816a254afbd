// The tuning cache is read from files that anyone can write: only well-formed entries are accepted, up to a bound.
import { expect, test } from 'vitest';
import { unknownGpu } from '../../../../../runtime/backends/webgpu/adapter-profile.js';
import { readTuningCache, storeChoices } from '../../../../../runtime/backends/webgpu/tuning/tuning-cache.js';
import { shapeKey, variantName, variantOf } from '../../../../../runtime/backends/webgpu/variants/variants.js';

test('is read as it was written', () => {
  const known = storeChoices({}, 'one adapter', { '{"kind":"fc"}': 'blocks-64x32', other: 'registers-4' });
  expect(readTuningCache(JSON.parse(JSON.stringify(known)))).toEqual(known);
});

test.each([undefined, null, 3, 'text', [], [{}], { adapter: 3 }, { adapter: ['registers'] }, { adapter: { key: 7 } }])(
  'nothing is read from %j',
  (value) => expect(readTuningCache(value)).toEqual({}),
);

test('leaves out what has not the form, and keeps the rest', () => {
  const long = 'k'.repeat(1001);
  const value = {
    a: { good: 'registers', bad: 'Registers!', [long]: 'registers', longName: 'r'.repeat(41) },
    [long]: { good: 'registers' },
  };
  expect(readTuningCache(value)).toEqual({ a: { good: 'registers' } });
});

test('is bounded, and forgets the adapter added first', () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'registers']));
  expect(Object.keys(readTuningCache({ a: many(5000) }).a).length).toBeLessThanOrEqual(1000);
  let known = {};
  for (let index = 0; index < 40; index++) known = storeChoices(known, `adapter ${index}`, many(1));
  expect(Object.keys(known)).toContain('adapter 39');
  expect(Object.keys(known)).not.toContain('adapter 0');
  expect(Object.keys(known).length).toBeLessThanOrEqual(16);
});

test('a prototype is no choice', () => {
  const known = readTuningCache(
    JSON.parse('{"__proto__": {"polluted": "registers"}, "a": {"__proto__": "registers"}}'),
  );
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(Object.getPrototypeOf(known)).toBe(Object.prototype);
});

test('a name that is no variant of its shape changes nothing', () => {
  const fc = { kind: 'fc', batch: 256, inputs: 512, units: 512 } as const;
  const usual = variantOf(fc, unknownGpu);
  for (const name of ['winograd-4', 'registers-8', 'blocks-1x1', 'nonsense', 'constructor'])
    expect(variantOf(fc, { ...unknownGpu, choices: { [shapeKey(fc)]: name } })).toEqual(usual);
  const other = variantName(usual) === 'registers' ? 'blocks-32x32' : 'registers';
  expect(variantName(variantOf(fc, { ...unknownGpu, choices: { [shapeKey(fc)]: other } }))).toBe(other);
});

// The last adapter is read from storage and messages: only well-formed values are accepted.
import { expect, test } from 'vitest';
import { readLastAdapter } from '../../../../../runtime/backends/webgpu/tuning/last-adapter.js';

const profile = {
  vendor: 'google',
  architecture: 'swiftshader',
  software: true,
  subgroupSize: 4,
  largestBuffer: 2 ** 30,
};
const seen = { name: 'google swiftshader (in software)', profile };

test.each([
  seen,
  { ...seen, profile: { ...profile, subgroupSize: 0, f16: true, winograd: 0 } },
  { ...seen, profile: { ...profile, winograd: 2, choices: { '{"kind":"fc"}': 'blocks-64x32' } } },
])('is taken: %j', (value) => {
  expect(readLastAdapter(JSON.parse(JSON.stringify(value)))).toEqual(value);
});

test('what does not belong is left out', () => {
  const value = { ...seen, more: 1, profile: { ...profile, more: 2, f16: 'yes', choices: { a: 3, b: 'no name' } } };
  expect(readLastAdapter(value)).toEqual(seen);
  for (const largestBuffer of [-1, 0, 0.5, Number.MAX_VALUE, '128 MiB'])
    expect(readLastAdapter({ ...seen, profile: { ...profile, largestBuffer } })?.profile).not.toHaveProperty(
      'largestBuffer',
    );
});

test.each([
  undefined,
  null,
  [],
  'google',
  {},
  { name: 'x' },
  { ...seen, name: '' },
  { ...seen, name: 'x'.repeat(201) },
  ...[
    { vendor: 1 },
    { architecture: undefined },
    { software: 'yes' },
    { subgroupSize: 3 },
    { subgroupSize: -4 },
    { subgroupSize: 256 },
    { subgroupSize: 0.5 },
    { winograd: 3 },
  ].map((wrong) => ({ ...seen, profile: { ...profile, ...wrong } })),
])('is none: %j', (value) => {
  expect(readLastAdapter(value)).toBeUndefined();
});

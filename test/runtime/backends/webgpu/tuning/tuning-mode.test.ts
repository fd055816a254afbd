// When kernels are measured: the words of the setting and of the option, and what each means on which adapter.
import { expect, test } from 'vitest';
import { unknownGpu } from '../../../../../runtime/backends/webgpu/adapter-profile.js';
import {
  readTuningMode,
  shouldTune,
  tuningModes,
  withChoices,
} from '../../../../../runtime/backends/webgpu/tuning/tuning-mode.js';

const hardware = { ...unknownGpu, software: false };
const software = { ...unknownGpu, software: true };

test('by itself on graphics processors alone', () => {
  const table = tuningModes.map((when) => [when, shouldTune(hardware, when), shouldTune(software, when)]);
  expect(table).toEqual([
    ['auto', true, false],
    ['always', true, true],
    ['never', false, false],
  ]);
});

test('the cache is used unless nothing is to be measured', () => {
  const choices = { a: 'registers' };
  expect(withChoices(software, choices, 'auto')).toEqual({ ...software, choices });
  expect(withChoices(hardware, choices, 'never')).toBe(hardware);
  expect(withChoices(hardware, undefined, 'always')).toBe(hardware);
});

test.each([undefined, null, 0, 'Always', ['auto'], {}])('%j is no such word', (value) =>
  expect(readTuningMode(value)).toBeUndefined(),
);

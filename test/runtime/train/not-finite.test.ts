// A training that reaches NaN or infinity stops at once and names the first tensor with such a value. On WebGPU:
// test/runtime/backends/webgpu/on-gpu/not-finite.test.ts.
import { describe, expect, it } from 'vitest';
import { unknownGpu } from '../../../runtime/backends/webgpu/adapter-profile.js';
import { train } from '../../../runtime/train/index.js';
import { runaways, tooLargeForHalves } from './runaways.js';
import { testBackend } from './test-backends.js';

describe('a number that is none', () => {
  it.each(runaways)('$name is found where it arose', async ({ training, failed }) => {
    const events: unknown[] = [];
    const result = await train({
      ...training,
      backend: testBackend(),
      onEvent: (event) => events.push(event.event),
    });
    expect(result).toMatchObject({ event: 'failed', reason: 'not-finite', ...failed });
    expect(events.filter((event) => event === 'step').length).toBeLessThan(4);
  });

  it.each([
    { f16: true, wanted: { event: 'failed', reason: 'not-finite', ...tooLargeForHalves.failed } },
    { f16: false, wanted: { event: 'done' } },
  ])('names f16 storage where that is the cause: $f16', async ({ f16, wanted }) => {
    const adapter = { ...unknownGpu, f16 };
    const backend = testBackend({ adapter });
    const result = await train({ ...tooLargeForHalves.training, backend, onEvent: () => {} });
    expect(result).toMatchObject(wanted);
  });
});

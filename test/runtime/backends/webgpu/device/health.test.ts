// Errors that a device reports between two calls become faults with the figures of the work that caused them.
import { afterEach, expect, it, vi } from 'vitest';
import { watchHealth } from '../../../../../runtime/backends/webgpu/device/health.js';
import { emptyDevice } from './counting-device.js';

afterEach(() => vi.unstubAllGlobals());

it('memory that runs out in a step is reported with what the step takes', () => {
  class GPUOutOfMemoryError {
    readonly message = 'no memory for a command';
  }
  vi.stubGlobal('GPUOutOfMemoryError', GPUOutOfMemoryError);
  let complain = (_: { error: GPUOutOfMemoryError }) => {};
  const addEventListener = (_: string, heard: typeof complain) => {
    complain = heard;
  };
  const device = { ...emptyDevice(), addEventListener };
  const health = watchHealth(device as unknown as GPUDevice, {
    what: 'a training step of N with batch 2',
    bytes: 2048,
  });
  health.check();
  complain({ error: new GPUOutOfMemoryError() });
  expect(() => health.check()).toThrow(
    'The GPU has too little memory for a training step of N with batch 2, 2 KiB (no memory for a command). Close other',
  );
});

// A worker's cached device: the same until it is lost. The GPU is mocked.
import { expect, it } from 'vitest';
import { createDeviceCache } from '../../../../client/webview/training/device-cache.js';
import { emptyDevice } from '../../../runtime/backends/webgpu/device/counting-device.js';

/** A source of devices, and how to lose the one given last. */
function devices() {
  const given: GPUDevice[] = [];
  let lose: (info: GPUDeviceLostInfo) => void = () => {};
  const gpu = {
    requestAdapter: async () => ({
      features: new Set(),
      limits: {},
      info: {},
      requestDevice: async () => {
        const lost = new Promise<GPUDeviceLostInfo>((resolve) => {
          lose = resolve;
        });
        given.push({ ...emptyDevice(), lost } as unknown as GPUDevice);
        return given.at(-1);
      },
    }),
  } as unknown as GPU;
  return { gpu, given, lose: () => lose({ reason: 'unknown', message: '' } as GPUDeviceLostInfo) };
}

it('is the same for every training', async () => {
  const { gpu, given } = devices();
  const device = createDeviceCache(gpu);
  expect(await device.get()).toBe(await device.get());
  expect(given).toHaveLength(1);
});

it('is replaced after a loss', async () => {
  const { gpu, given, lose } = devices();
  const device = createDeviceCache(gpu);
  await device.get();
  lose();
  await Promise.resolve();
  expect(await device.get()).toMatchObject({ device: given[1] });
});

it('is the recreated one after recreate()', async () => {
  const { gpu, given } = devices();
  const device = createDeviceCache(gpu);
  await device.get();
  const renewed = await device.recreate();
  expect(await device.get()).toBe(renewed);
  expect(given).toHaveLength(2);
});

it('is absent without WebGPU, with the reason', async () => {
  expect(await createDeviceCache(undefined).get()).toMatchObject({
    kind: 'none',
    reason: expect.stringContaining('WebGPU'),
  });
});

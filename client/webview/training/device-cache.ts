// Caches a worker's device from one training to the next, so that its pipelines need not be compiled again. A
// training's buffers are freed at its end.
import { createDeviceSource, type Device, type DeviceSource } from '../../../runtime/backends/webgpu/index.js';

/** @param gpu where devices come from; undefined where there is no WebGPU */
export function createDeviceCache(gpu: GPU | undefined): DeviceSource {
  const source = createDeviceSource(gpu);
  let cached: Device | undefined;
  const store = (given: Device): Device => {
    cached = given;
    void given.device.lost.then(() => {
      if (cached === given) cached = undefined;
    });
    return given;
  };
  return {
    async get() {
      if (cached) return cached;
      const answer = await source.get();
      return answer.kind === 'device' ? store(answer) : answer;
    },
    recreate: async () => store(await source.recreate()),
  };
}

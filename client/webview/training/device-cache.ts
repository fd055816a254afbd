// The device of a worker, kept from one training to the next: what was compiled for it need not be compiled again. The
// buffers of a training go with its end, so that what waits for the next one is pipelines alone.
import { type DeviceAnswer, renewDevice, requestDevice } from '../../../runtime/backends/webgpu/index.js';

type Given = Extract<DeviceAnswer, { kind: 'device' }>;

export interface DeviceCache {
  /** The device there is, else a new one, or why there is none. */
  get(): Promise<DeviceAnswer>;
  /** Another one after a loss; rejects with a FaultError where there is none. */
  renew(): Promise<Given>;
}

/** @param gpu where devices come from; undefined where there is no WebGPU */
export function createDeviceCache(gpu: GPU | undefined): DeviceCache {
  let kept: Given | undefined;
  const keep = (given: Given): Given => {
    kept = given;
    void given.device.lost.then(() => {
      if (kept === given) kept = undefined;
    });
    return given;
  };
  return {
    async get() {
      if (kept) return kept;
      const answer = await requestDevice(gpu);
      return answer.kind === 'device' ? keep(answer) : answer;
    },
    async renew() {
      return keep(await renewDevice(gpu));
    },
  };
}

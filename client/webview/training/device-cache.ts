// Keeps a worker's GPU device from one training to the next, with its compiled pipelines. A training's buffers are
// destroyed at its end.
import { type DeviceAnswer, renewDevice, requestDevice } from '../../../runtime/backends/webgpu/index.js';

type DeviceReady = Extract<DeviceAnswer, { kind: 'device' }>;

export interface DeviceCache {
  /** The cached device, else a new one, or why there is none. */
  get(): Promise<DeviceAnswer>;
  /** A new device after a loss; rejects with a FaultError where there is none. */
  renew(): Promise<DeviceReady>;
}

/** @param gpu undefined where there is no WebGPU */
export function createDeviceCache(gpu: GPU | undefined): DeviceCache {
  let cached: DeviceReady | undefined;
  const store = (answer: DeviceReady): DeviceReady => {
    cached = answer;
    void answer.device.lost.then(() => {
      if (cached === answer) cached = undefined;
    });
    return answer;
  };
  return {
    async get() {
      if (cached) return cached;
      const answer = await requestDevice(gpu);
      return answer.kind === 'device' ? store(answer) : answer;
    },
    async renew() {
      return store(await renewDevice(gpu));
    },
  };
}

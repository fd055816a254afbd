// Graphics processors only: an adapter that computes in software is slower than the CPU backend.
import type { DeviceSource } from './webgpu/index.js';

/** The same devices, but none on a software adapter; the reason is then a sentence for people. */
export function hardwareAdapters(devices: DeviceSource): DeviceSource {
  return {
    ...devices,
    async get() {
      const answer = await devices.get();
      if (answer.kind === 'none' || !answer.adapter.software) return answer;
      answer.device.destroy();
      return {
        kind: 'none',
        reason: `The only graphics adapter is ${answer.description}, which computes on the CPU too, and slower.`,
        advice: 'Install the driver of the graphics card.',
      };
    },
  };
}

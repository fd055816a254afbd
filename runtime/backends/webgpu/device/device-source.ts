// Where WebGPU devices come from: a page's `navigator.gpu`, Dawn in Node, or a cache of one device.
import { type Device, type DeviceAnswer, requestDevice } from './adapter.js';
import { recreateDevice } from './recreate-device.js';

export interface DeviceSource {
  get(): Promise<DeviceAnswer>;
  /** Another device after a loss; rejects with a FaultError if there is none. */
  recreate(): Promise<Device>;
}

/** @param gpu undefined where there is no WebGPU */
export function createDeviceSource(gpu: GPU | undefined): DeviceSource {
  return { get: () => requestDevice(gpu), recreate: () => recreateDevice(gpu) };
}

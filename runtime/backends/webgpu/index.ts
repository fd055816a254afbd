// The public interface of the room for pages and webviews. WebGPU in Node is apart: node/node-gpu.ts.
export { type Device, type DeviceAnswer, describeAdapter, readProfile, requestDevice } from './device/adapter.js';
export { createDeviceSource, type DeviceSource } from './device/device-source.js';
export { createWebGpuExecutor } from './device/executor.js';
export { recreateDevice } from './device/recreate-device.js';
export { webGpuProvider } from './provider.js';
export { type WebGpuTarget, webGpuTarget } from './target.js';
export { createTuner } from './tuning/tuner.js';
export type { TuningHost } from './tuning/tuning-host.js';

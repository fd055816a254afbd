// The room's door for pages and webviews. Node's own way to a GPU is apart: node-gpu.ts.
export { type Device, type DeviceAnswer, describeAdapter, readProfile, requestDevice } from './device/adapter.js';
export { createDeviceSource, type DeviceSource } from './device/device-source.js';
export { createWebGpuExecutor } from './device/executor.js';
export { recreateDevice } from './device/recreate-device.js';
export { webGpuProvider } from './provider.js';
export { type WebGpuTarget, webGpuTarget } from './target.js';
export { createTuner } from './tuning/tuner.js';
export type { TuningHost } from './tuning/tuning-host.js';

// The room's door for pages and webviews. Node's own way to a GPU is apart: node-gpu.ts.
export { type DeviceAnswer, describeAdapter, profileOf, requestDevice } from './device/adapter.js';
export { createWebGpuExecutor } from './device/executor.js';
export { renewDevice } from './device/recreate-device.js';
export { createTuner } from './tuning/tuner.js';

// The room's door for pages and webviews. Node's own way to a GPU is apart: node-gpu.ts.
export { type DeviceAnswer, describeAdapter, profileOf, requestDevice } from './adapter.js';
export { createWebGpuExecutor } from './executor.js';
export { renewDevice } from './renew.js';
export { createTuner } from './tuner.js';

// Kernels that only move values, and those that spread them over a larger image.
export { concat } from './concat.js';
export { copy, copyGradient } from './copies.js';
export { accumulate, takeMicroBatch } from './micro-batches.js';
export { depthToSpace, spaceToDepth } from './pixel-blocks.js';
export { shuffle } from './shuffle.js';
export { upsample, upsampleGradient } from './upsample.js';

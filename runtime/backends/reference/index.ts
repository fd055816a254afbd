// The reference backend: an executor in plain TypeScript, and its computations for the tests of other backends.
export type { Values } from '../cpu/index.js';
export type { Context } from './computations/compute.js';
export { compute, computeInSlices } from './computations/index.js';
export { createReferenceExecutor } from './executor.js';
export { createReferenceBackend, referenceProvider } from './provider.js';
export { referenceTarget } from './target.js';

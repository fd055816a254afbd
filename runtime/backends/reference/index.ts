// The room's door: the executor in plain TypeScript, and its computations one by one for the tests of other backends.
export type { Context, Values } from './compute.js';
export { createReferenceExecutor } from './executor.js';
export { createReferenceBackend, referenceProvider } from './provider.js';
export { compute } from './table.js';
export { referenceTarget } from './target.js';

// A typed writer of WebAssembly modules: the instructions that kernels use, and no others.
export * from './expressions.js';
export { FunctionBuilder } from './function-builder.js';
export { exportName, type MemoryLimits, ModuleBuilder, pageBytes } from './module-builder.js';

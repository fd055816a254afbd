// The shared part of all backends on the CPU: memory and executor. A backend adds its `CpuOps`.
export { type CpuExecutor, createCpuExecutor } from './executor.js';
export { allocateArrayBuffers, type Values } from './memory.js';
export { type CpuOps, type RunInstruction, type Slices, slicesIn } from './ops.js';

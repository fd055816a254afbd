// The WebAssembly backend: kernels generated for each shape, on the CPU.
export { createWasmBackend, type WasmBackendOptions, wasmProvider } from './provider.js';
export { startPageThread } from './threads/index.js';

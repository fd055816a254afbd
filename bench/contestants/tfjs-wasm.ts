// TensorFlow.js on its WebAssembly backend, which has no gradients of convolutions: it says so.
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { onBackend } from './tfjs.js';

export const contestant = onBackend('wasm', async () => {
  // In Node the backend finds its binaries beside its own files.
  if (typeof window !== 'undefined') setWasmPaths('/');
});

// The peers are installed on demand, outside the compiler's sight.
declare module '@jax-js/jax';
declare module '@tensorflow/tfjs-core';
declare module '@tensorflow/tfjs-core/dist/register_all_gradients';
declare module '@tensorflow/tfjs-backend-cpu';
declare module '@tensorflow/tfjs-backend-webgl';
declare module '@tensorflow/tfjs-backend-webgpu';
declare module 'convnetjs';
declare module '@tensorflow/tfjs-backend-wasm';
// esbuild's loader gives a file's text.
declare module '*.py' {
  const text: string;
  export default text;
}

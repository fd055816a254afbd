// WebGPU for Node: the optional npm package `webgpu` (Dawn). Apart from the rest of the room, so that bundles for the
// browser never meet a Node import; only the command line and the tests load it.
import { restWhileWaiting } from './event-loop-throttle.js';

export type NodeGpu =
  | { readonly kind: 'gpu'; readonly gpu: GPU }
  | { readonly kind: 'none'; readonly reason: string; readonly advice: string };

// Dawn frees the instance when it is collected, and the devices made from it with it: hold it for the process's life.
let instance: GPU | undefined;

/**
 * Finds Dawn, or says why it is not there. Puts WebGPU's constants (`GPUBufferUsage`, ...) on the global object.
 * `options` are Dawn's own (`disable-dawn-features=...`); they count where this is the process's first call.
 */
export async function findNodeGpu(options: readonly string[] = []): Promise<NodeGpu> {
  if (instance) return { kind: 'gpu', gpu: instance };
  try {
    const dawn = await import('webgpu');
    Object.assign(globalThis, dawn.globals);
    instance = dawn.create([...options]);
    restWhileWaiting();
    return { kind: 'gpu', gpu: instance };
  } catch (error) {
    return {
      kind: 'none',
      reason: `The npm package webgpu could not be loaded: ${error instanceof Error ? error.message : String(error)}`,
      advice: 'It is optional and has builds for Linux, macOS and Windows only: run `npm install webgpu` to try again.',
    };
  }
}

// A WebGPU device for the tests in Node. Without one these tests would say nothing: under CI that is a failure,
// elsewhere a message that cannot be overlooked.
import { requestDevice } from '../../../../../../runtime/backends/webgpu/index.js';
import { findNodeGpu } from '../../../../../../runtime/backends/webgpu/node/node-gpu.js';

/** A device of this process's own, or undefined where the machine gives none and CI is not set. */
export async function nodeDevice(): Promise<GPUDevice | undefined> {
  const found = await findNodeGpu();
  const answer = found.kind === 'gpu' ? await requestDevice(found.gpu) : found;
  if (answer.kind === 'device') return answer.device;
  const message = `NO WEBGPU IN NODE, the kernels are NOT tested here: ${answer.reason} ${answer.advice}`;
  if (process.env.CI) throw new Error(message);
  console.error(`\n${'!'.repeat(80)}\n${message}\n${'!'.repeat(80)}\n`);
  return undefined;
}

// The entry of a Node process of the bench: answers each message of its parent with one message.
import { findNodeGpu } from '../../runtime/backends/webgpu/node/node-gpu.js';
import type { Work } from './work.js';

export interface Reply {
  readonly answer?: unknown;
  /** Instead of an answer: the error's message. */
  readonly failure?: string;
}

export function serve(work: Work<never, unknown>): void {
  // Timestamps in nanoseconds instead of steps of 0.1 ms.
  const found = findNodeGpu(['disable-dawn-features=timestamp_quantization']).then((answer) => {
    const gpu = answer.kind === 'gpu' ? answer.gpu : undefined;
    // Libraries written for browsers look for WebGPU here; Node 20 has no navigator.
    Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'Node.js' } });
    return gpu;
  });
  process.on('message', async (request) => {
    let reply: Reply;
    try {
      reply = { answer: await work(request as never, await found) };
    } catch (error) {
      reply = { failure: (error as Error).message };
    }
    process.send?.(reply);
  });
  // Dawn's threads would keep the process alive.
  process.on('disconnect', () => process.exit());
}

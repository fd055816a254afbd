// What a Node process of the bench runs: each message of its parent is a request, answered by one message.
import { findNodeGpu } from '../../runtime/backends/webgpu/node/node-gpu.js';
import type { Work } from './work.js';

export interface Reply {
  readonly answer?: unknown;
  /** Why there is no answer. */
  readonly failure?: string;
}

export function serve(work: Work<never, unknown>): void {
  // Timestamps of a profile in nanoseconds instead of steps of 0.1 ms.
  const found = findNodeGpu(['disable-dawn-features=timestamp_quantization']).then((answer) => {
    const gpu = answer.kind === 'gpu' ? answer.gpu : undefined;
    // Where libraries written for browsers look for it, and Node 20 has nothing.
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

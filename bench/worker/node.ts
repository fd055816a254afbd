// What a Node process of the bench runs: the request comes in on stdin, the answer is the last line of stdout.
import { text } from 'node:stream/consumers';
import { findNodeGpu } from '../../runtime/device/node-gpu.js';
import type { Work } from './work.js';

export async function serve(work: Work<never, unknown>): Promise<void> {
  const request = JSON.parse(await text(process.stdin));
  // Timestamps of a profile in nanoseconds instead of steps of 0.1 ms.
  const found = await findNodeGpu(['disable-dawn-features=timestamp_quantization']);
  const gpu = found.kind === 'gpu' ? found.gpu : undefined;
  // Where libraries written for browsers look for it, and Node 20 has nothing.
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'Node.js' } });
  const answer = await work(request as never, gpu);
  process.stdout.write(`\n${JSON.stringify(answer)}\n`, () => {
    // Dawn's threads would keep the process alive.
    process.exit(0);
  });
}

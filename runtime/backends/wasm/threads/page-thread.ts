// Threads of the CPU backend in pages and their workers, started from a blob as a webview demands.
import { threadSource } from './chunk-runner.js';
import type { StartThread } from './thread-job.js';

export const startPageThread: StartThread = (job, onEnd) => {
  const script = `self.onmessage = ({ data }) => { ${threadSource('data')} self.close(); };`;
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const worker = new Worker(url, { name: 'training thread' });
  worker.addEventListener('error', ({ message }) => onEnd(message || 'the page gives no reason'));
  worker.postMessage(job);
  // Later, since Chromium reads the blob after the constructor has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  return { terminate: () => worker.terminate() };
};

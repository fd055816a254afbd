// Threads of the CPU backend in Node; apart from the rest, so that bundles for pages never meet a Node import.
import { Worker } from 'node:worker_threads';
import { type StartThread, threadSource } from '../threads/index.js';

export const startNodeThread: StartThread = (job, onEnd) => {
  const source = threadSource("require('node:worker_threads').workerData");
  const worker = new Worker(source, { eval: true, workerData: job, execArgv: [] });
  // A training that is over or forgotten does not keep the process alive.
  worker.unref();
  worker.once('error', (error) => onEnd(error instanceof Error ? error.message : String(error)));
  worker.once('exit', (code) => onEnd(`it exited with code ${code}`));
  return { terminate: () => void worker.terminate() };
};

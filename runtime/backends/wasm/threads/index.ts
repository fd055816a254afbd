// Threads of the CPU backend: how stages are handed out to them, and how they start.
export { createChunkRunner, threadSource } from './chunk-runner.js';
export { startPageThread } from './page-thread.js';
export { createStageRunner, type StageRunner } from './stage-runner.js';
export {
  createControl,
  mostChunks,
  type Stage,
  type StartThread,
  type Thread,
  type ThreadJob,
} from './thread-job.js';

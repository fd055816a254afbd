// Receptive's CPU backend on two threads of Node.
import { startNodeThread } from '../../runtime/backends/wasm/node/node-thread.js';
import { contestantOnThreads } from './ours-cpu.js';

export const contestant = contestantOnThreads(2, startNodeThread);

// Receptive's CPU backend on two threads.
import { contestantOnThreads } from './ours-cpu.js';

export const contestant = contestantOnThreads(2);

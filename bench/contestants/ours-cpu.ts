// Receptive without a GPU: the CPU backend on one thread.
import type { BackendHost } from '../../runtime/backends/backend-host.js';
import { createDeviceSource } from '../../runtime/backends/webgpu/index.js';
import type { Contestant } from './contestant.js';
import { openTrainer } from './ours.js';

/** @param startThread starts the threads after the first; without it there are none, whatever `threads` says */
export function contestantOnThreads(threads: number, startThread?: BackendHost['startThread']): Contestant {
  return {
    prepare: (model) => openTrainer('cpu', { devices: createDeviceSource(undefined), threads, startThread }, model),
  };
}

export const contestant = contestantOnThreads(1);

// Receptive without a GPU: the CPU backend on one thread.
import { createDeviceSource } from '../../runtime/backends/webgpu/index.js';
import type { Contestant } from './contestant.js';
import { openTrainer } from './ours.js';

export function contestantOnThreads(threads: number): Contestant {
  return {
    prepare: (model) => openTrainer('cpu', { devices: createDeviceSource(undefined), threads }, model),
  };
}

export const contestant = contestantOnThreads(1);

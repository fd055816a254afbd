// Receptive without a GPU: the CPU backend that `cnn train` falls back to.
import { createDeviceSource } from '../../runtime/backends/webgpu/index.js';
import type { Contestant } from './contestant.js';
import { openTrainer } from './ours.js';

export const contestant: Contestant = {
  prepare: (model) => openTrainer('cpu', { devices: createDeviceSource(undefined) }, model),
};

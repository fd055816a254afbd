// Receptive without a GPU: the plain TypeScript backend that `cnn train` falls back to.
import { createReferenceExecutor } from '../../runtime/backends/reference/index.js';
import type { Contestant } from './contestant.js';
import { programOf, trainerOf, writeModel } from './ours.js';

export const contestant: Contestant = {
  async prepare(model) {
    const { program, plan } = programOf(model);
    const executor = createReferenceExecutor(program, plan);
    writeModel(executor, model);
    return trainerOf(executor, model);
  },
};

// Opens plain TypeScript on the CPU as a backend; it is always available.
import { FaultError } from '../../faults/index.js';
import { stepDemand } from '../../memory/index.js';
import type { Backend, BackendProvider } from '../backend.js';
import type { BackendHost } from '../backend-host.js';
import { createReferenceExecutor } from './executor.js';
import { referenceTarget } from './target.js';

export const referenceProvider = {
  id: 'reference',
  open: async (host: BackendHost) => createReferenceBackend(host),
} as const satisfies BackendProvider;

export function createReferenceBackend({ freeMemory }: Pick<BackendHost, 'freeMemory'> = {}): Backend {
  return {
    target: referenceTarget,
    async createExecutor(program, plan) {
      const free = freeMemory?.();
      if (free !== undefined && plan.bytes > free) {
        throw new FaultError({ kind: 'out-of-memory', ...stepDemand(program, plan), free, detail: '' });
      }
      return createReferenceExecutor(program, plan);
    },
  };
}

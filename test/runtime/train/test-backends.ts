// Backends for tests of the trainer: executors of the test's choice, planned for an adapter that need not exist.
import type { Backend, Executor } from '../../../runtime/backends/backend.js';
import { createReferenceExecutor } from '../../../runtime/backends/reference/index.js';
import type { AdapterProfile } from '../../../runtime/backends/webgpu/adapter-profile.js';
import { targetAfterLoss } from '../../../runtime/backends/webgpu/provider.js';
import type { Program } from '../../../runtime/ir/index.js';
import type { Plan } from '../../../runtime/memory/index.js';
import { targetOf } from '../../support/gpu-planning.js';

export type CreateExecutor = (program: Program, plan: Plan) => Executor | Promise<Executor>;

export interface TestBackend {
  /** Default: the unknown GPU. */
  readonly adapter?: AdapterProfile;
  readonly createExecutor?: CreateExecutor;
  /** What measuring kernels finds. */
  readonly tuned?: AdapterProfile;
  /** Gives the backend of another device after a loss. */
  readonly recreate?: () => Promise<TestBackend>;
}

export function testBackend({ adapter, createExecutor, tuned, recreate }: TestBackend = {}): Backend {
  return onTarget(targetOf(adapter));

  function onTarget(target: ReturnType<typeof targetOf>): Backend {
    return {
      target,
      createExecutor: async (program, plan) => (createExecutor ?? createReferenceExecutor)(program, plan),
      tune: tuned && (async () => onTarget(targetOf(tuned))),
      recreate:
        recreate &&
        (async () => {
          const other = await recreate();
          return { ...testBackend(other), target: targetAfterLoss(target, targetOf(other.adapter).adapter) };
        }),
    };
  }
}

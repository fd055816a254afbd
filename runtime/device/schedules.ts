// A program's two schedules made ready for a device: every pipeline compiled, every bind group made, so that a step only
// replays them.
import type { Plan } from '../plan/index.js';
import { type Program, updatesFrom } from '../program/index.js';
import type { PlacedBuffers } from './buffers.js';
import { createDispatches, type Dispatch, type KernelUse, kernelUses } from './dispatches.js';
import { withErrorScopes } from './health.js';
import { compilePipelines } from './pipelines.js';

export interface Schedule {
  /** To be done for each part of a batch. */
  readonly ofPart: readonly Dispatch[];
  /** To be done once after the last part. */
  readonly once: readonly Dispatch[];
}

/** Each makes its schedule ready anew; rejects with a FaultError where the device refuses a kernel. */
export interface Schedules {
  step(): Promise<Schedule>;
  evaluation(): Promise<Schedule>;
}

export function schedulesOf(device: GPUDevice, program: Program, plan: Plan, buffers: PlacedBuffers): Schedules {
  const ready = async (ofPart: readonly KernelUse[], once: readonly KernelUse[] = []): Promise<Schedule> => {
    const kernels = [...ofPart, ...once].map((use) => use.kernel);
    const pipelines = await compilePipelines(device, kernels);
    return withErrorScopes(device, `the kernels of ${program.name}`, 0, () => ({
      ofPart: createDispatches(device, ofPart, pipelines, buffers),
      once: createDispatches(device, once, pipelines, buffers),
    }));
  };
  const { step, evaluation } = program;
  const { stepWorkspace, evaluationWorkspace, adapter } = plan;
  const updates = updatesFrom(program);
  return {
    step: () =>
      ready(
        kernelUses(step.slice(0, updates), stepWorkspace, adapter),
        kernelUses(step.slice(updates), stepWorkspace.slice(updates), adapter),
      ),
    evaluation: () => ready(kernelUses(evaluation, evaluationWorkspace, adapter)),
  };
}

// Prepares a program's two schedules for a device: compiles every pipeline and creates every bind group, so that a step
// only replays them.

import type { Instruction, Program } from '../../../ir/index.js';
import { countValues, firstUpdate } from '../../../ir/index.js';
import { stepDemand } from '../../../memory/index.js';
import { shareShaders } from '../kernels/index.js';
import type { WebGpuPlan } from '../plan.js';
import { slotBytes } from '../variants/constants-table.js';
import { longestSubmission, secondsOf } from '../variants/dispatch-slices.js';
import type { PlacedBuffers } from './buffers.js';
import { createDispatches, type Dispatch, type KernelUse, kernelUses } from './dispatches.js';
import { withErrorScopes } from './health.js';
import { compilePipelines } from './pipelines.js';

export interface Schedule {
  /** For each micro-batch. */
  readonly perMicroBatch: readonly Dispatch[];
  /** Once, after the last micro-batch. */
  readonly once: readonly Dispatch[];
  /** All of it, in the order and the pieces in which it is handed to the GPU: one, unless that would be too long. */
  readonly submissions: readonly (readonly Pass[])[];
}

/** Dispatches that follow each other. `entered`: the micro-batch whose settings they are the first to see. */
interface Pass {
  readonly entered: number | undefined;
  readonly dispatches: readonly Dispatch[];
}

/** Each call prepares its schedule again; rejects with a FaultError where the device refuses a kernel. */
export interface Schedules {
  step(): Promise<Schedule>;
  evaluation(): Promise<Schedule>;
}

export function schedulesOf(device: GPUDevice, program: Program, plan: WebGpuPlan, buffers: PlacedBuffers): Schedules {
  const ready = async (perMicroBatch: readonly KernelUse[], once: readonly KernelUse[] = []): Promise<Schedule> => {
    const kernels = [...perMicroBatch, ...once].map((use) => use.kernel);
    const pipelines = await compilePipelines(device, kernels);
    return withErrorScopes(device, stepDemand(program, plan), () => {
      const dispatches = {
        perMicroBatch: createDispatches(device, perMicroBatch, pipelines, buffers),
        once: createDispatches(device, once, pipelines, buffers),
      };
      return { ...dispatches, submissions: submissionsOf(program, plan, dispatches) };
    });
  };
  const { step, evaluation, tensors } = program;
  const { stepWorkspace, evaluationWorkspace, stepSlices, evaluationSlices, adapter } = plan;
  const written: Uses = {
    step: () => kernelUses(step, { workspaces: stepWorkspace, slices: stepSlices, adapter, tensors }),
    evaluation: () =>
      kernelUses(evaluation, { workspaces: evaluationWorkspace, slices: evaluationSlices, adapter, tensors }),
  };
  const { constantsTable } = buffers;
  const uses = constantsTable ? withSharedShaders(device, constantsTable, written) : written;
  const updates = new Set(step.slice(firstUpdate(program)));
  return {
    step() {
      const all = uses.step();
      return ready(
        all.filter(({ instruction }) => !updates.has(instruction)),
        all.filter(({ instruction }) => updates.has(instruction)),
      );
    },
    evaluation: () => ready(uses.evaluation()),
  };
}

/** The kernels of both schedules: those of an evaluation are written when one is asked for. */
interface Uses {
  readonly step: () => readonly KernelUse[];
  readonly evaluation: () => readonly KernelUse[];
}

/**
 * Kernels that differ in constants alone share one shader source; the constants go to the table. For that the sources
 * of all kernels must be there.
 */
function withSharedShaders(device: GPUDevice, constantsTable: GPUBuffer, written: Uses): Uses {
  const step = written.step();
  const all = [...step, ...written.evaluation()];
  const { kernels, slots } = shareShaders(
    all.map(({ kernel }) => kernel),
    constantsTable.size / slotBytes,
  );
  slots.forEach((constants, slot) => {
    device.queue.writeBuffer(constantsTable, slot * slotBytes, constants);
  });
  const uses = all.map((use, index): KernelUse => ({ ...use, ...kernels[index] }));
  return { step: () => uses.slice(0, step.length), evaluation: () => uses.slice(step.length) };
}

/** Cuts a schedule where a submission would hold more work than a watchdog should have to wait for. */
function submissionsOf(
  program: Program,
  { adapter }: WebGpuPlan,
  { perMicroBatch, once }: Pick<Schedule, 'perMicroBatch' | 'once'>,
): Schedule['submissions'] {
  const counts = new Map<Instruction, number>();
  for (const { instruction } of [...perMicroBatch, ...once])
    counts.set(instruction, (counts.get(instruction) ?? 0) + 1);
  const secondsOfOne = new Map<Instruction, number>();
  for (const [instruction, count] of counts) {
    const all = secondsOf(instruction.computation, countValues(instruction, program), adapter);
    secondsOfOne.set(instruction, all / count);
  }
  const longest = longestSubmission(adapter);
  const submissions: { entered: number | undefined; dispatches: Dispatch[] }[][] = [[]];
  let seconds = 0;
  for (let microBatch = 0; microBatch < program.microBatches; microBatch++) {
    const isLast = microBatch === program.microBatches - 1;
    let pass: Dispatch[] | undefined;
    for (const dispatch of isLast ? [...perMicroBatch, ...once] : perMicroBatch) {
      const each = secondsOfOne.get(dispatch.instruction)!;
      const entered = pass ? undefined : microBatch;
      if (seconds > 0 && seconds + each > longest) {
        submissions.push([]);
        pass = undefined;
        seconds = 0;
      }
      if (!pass) {
        pass = [];
        submissions.at(-1)!.push({ entered, dispatches: pass });
      }
      pass.push(dispatch);
      seconds += each;
    }
  }
  return submissions;
}

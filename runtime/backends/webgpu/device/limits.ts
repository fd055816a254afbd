// Checks a plan against a GPU's limits before anything is allocated, so that the fault has the numbers.

import { FaultError } from '../../../faults/index.js';
import { type Program, tensorBytes, weightRoles } from '../../../ir/index.js';
import { boundBuffers, type Plan, type PlannedBuffer } from '../../../memory/index.js';

export type BufferLimits = Pick<GPUSupportedLimits, 'maxBufferSize' | 'maxStorageBufferBindingSize'>;

/** Bytes of the largest buffer that a GPU gives and lets a kernel see whole. */
export function largestBuffer({ maxBufferSize, maxStorageBufferBindingSize }: BufferLimits): number {
  return Math.min(maxBufferSize, maxStorageBufferBindingSize);
}

/** Throws a FaultError for the largest buffer, where it is larger than a GPU's buffer or binding may be. */
export function checkLimits(limits: BufferLimits, program: Program, plan: Plan): void {
  const limit = largestBuffer(limits);
  const largest = boundBuffers(plan).reduce((most, buffer) => (buffer.bytes > most.bytes ? buffer : most));
  const { bytes } = largest;
  if (bytes <= limit) return;
  const named = largest.tensors.map((id) => program.tensors[id]).find((each) => tensorBytes(each) === bytes);
  const { name: tensor, role } = named ?? workspaceIn(program, plan, largest);
  const { name: network, batch, microBatches } = program;
  // The images lie there whole, however many micro-batches there are.
  const shrinks = !weightRoles.has(role) && (role === 'images' ? batch : batch / microBatches) > 1;
  throw new FaultError({ kind: 'over-limit', network, batch, tensor, role, shrinks, bytes, limit });
}

/** What a buffer is as large as it is for, where that is none of its tensors. */
function workspaceIn({ step, evaluation }: Program, plan: Plan, buffer: PlannedBuffer) {
  const uses = [
    ...step.map((instruction, index) => ({ ...instruction, place: plan.stepWorkspace[index] })),
    ...evaluation.map((instruction, index) => ({ ...instruction, place: plan.evaluationWorkspace[index] })),
  ];
  const use = uses.find(
    ({ place, computation }) =>
      place !== undefined && plan.buffers[place] === buffer && plan.target.workspaceBytes(computation) === buffer.bytes,
  );
  return { name: use?.layer ? `the workspace of ${use.layer}` : "a kernel's workspace", role: 'workspace' as const };
}

// Places a program's tensors, its kernels' workspace and the executor's own small buffers in memory.
import {
  type AdapterProfile,
  keptTensors,
  type Program,
  type ProgramTensor,
  type Role,
  unknownAdapter,
} from '../program/index.js';
import { assignBuffers, type Tenant } from './assign.js';
import { lifetimesOf, placesIn } from './lifetimes.js';
import { metricsBytes, metricsSlots, mostStagingBytes, type Plan, type PlannedBuffer, settingsBytes } from './plan.js';
import { workspaceOf } from './splits.js';

/** What must outlive a step, or is written and read by the host between steps. */
const persistent: ReadonlySet<Role> = new Set([
  'images',
  'labels',
  'parameter',
  'optimizer-state',
  'statistic',
  'metrics',
] satisfies Role[]);

/** Bytes of a tensor, a positive multiple of 4. */
export function tensorBytes(tensor: ProgramTensor): number {
  return Math.max(4, 4 * tensor.shape.reduce((product, extent) => product * extent, 1));
}

/**
 * The plan of a training program. Two tensors share a buffer only where they are never alive together, in the step as
 * in the evaluation; parameters, optimizer state, running statistics, images, labels and metrics share with nothing.
 */
export function planProgram(program: Program, adapter: AdapterProfile = unknownAdapter): Plan {
  const { tensors, step, evaluation } = program;
  const places = placesIn(step, evaluation);
  const { first, last } = lifetimesOf(tensors, step, { instructions: evaluation, places });
  const tenants: Tenant[] = [];
  /** -1 where no instruction touches the tensor. */
  const tenantOfTensor = new Int32Array(tensors.length).fill(-1);
  for (const tensor of tensors) {
    const kept = persistent.has(tensor.role);
    if (!kept && first[tensor.id]! > last[tensor.id]!) continue;
    tenantOfTensor[tensor.id] = tenants.length;
    tenants.push({
      bytes: tensorBytes(tensor),
      first: kept ? 0 : first[tensor.id]!,
      last: kept ? step.length : last[tensor.id]!,
    });
  }
  const tenantOfWorkspace = step.map((instruction, index) => {
    const bytes = workspaceOf(instruction.computation, adapter);
    if (bytes === 0) return undefined;
    return tenants.push({ bytes, first: index, last: index }) - 1;
  });

  const assignment = assignBuffers(tenants, step.length);
  const held: number[][] = assignment.bytes.map(() => []);
  const tensorBuffer = tensors.map(({ id }) => {
    const tenant = tenantOfTensor[id]!;
    if (tenant === -1) return -1;
    const buffer = assignment.buffer[tenant]!;
    held[buffer]!.push(id);
    return buffer;
  });
  const buffers: PlannedBuffer[] = assignment.bytes.map((bytes, index) => ({ bytes, tensors: held[index]! }));
  const add = (bytes: number): number => buffers.push({ bytes, tensors: [] }) - 1;
  const settings = add(settingsBytes);
  const readBack = Array.from({ length: metricsSlots }, () => add(metricsBytes));
  const kept = keptTensors(program).reduce((sum, tensor) => sum + tensorBytes(tensors[tensor]!), 0);
  const staging = add(Math.max(4, Math.min(kept, mostStagingBytes)));
  const stepWorkspace = tenantOfWorkspace.map((tenant) =>
    tenant === undefined ? undefined : assignment.buffer[tenant]!,
  );
  return {
    adapter,
    buffers,
    tensorBuffer,
    stepWorkspace,
    // The same computation at the same place on the time axis, so the same workspace.
    evaluationWorkspace: evaluation.map(({ computation }, index) =>
      workspaceOf(computation, adapter) === 0 ? undefined : stepWorkspace[places[index]!],
    ),
    settings,
    readBack,
    staging,
    bytes: buffers.reduce((sum, buffer) => sum + buffer.bytes, 0),
  };
}

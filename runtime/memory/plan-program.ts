// Places a program's tensors, its kernels' workspace and the executor's own small buffers in memory.

import { type AdapterProfile, unknownGpu } from '../backends/webgpu/adapter-profile.js';
import { constantsTableBytes } from '../backends/webgpu/variants/constants-table.js';
import { slicesOf, sliceTableBytes } from '../backends/webgpu/variants/dispatch-slices.js';
import { workspaceOf } from '../backends/webgpu/variants/split-k.js';
import {
  countValues,
  type Instruction,
  keptTensors,
  type Program,
  type Role,
  tensorBytes,
  traitsOf,
} from '../ir/index.js';
import { assignBuffers, type Tenant } from './assign.js';
import { homesOf, joined, lifetimesOf, placesIn } from './lifetimes.js';
import { metricsBytes, metricsSlots, mostStagingBytes, type Plan, type PlannedBuffer, settingsBytes } from './plan.js';

/** What must outlive a step, or is written and read by the host between steps. */
const persistent: ReadonlySet<Role> = new Set([
  'images',
  'labels',
  'parameter',
  'optimizer-state',
  'statistic',
  'metrics',
] satisfies Role[]);

/**
 * The plan of a training program. Two tensors share a buffer only where they are never alive together, in the step as
 * in the evaluation, or where the one overwrites the other in place; parameters, optimizer state, running statistics,
 * images, labels, metrics and what is summed over the parts of a batch share with nothing.
 */
export function planProgram(program: Program, adapter: AdapterProfile = unknownGpu): Plan {
  const { tensors, step, evaluation } = program;
  const places = placesIn(step, evaluation);
  const lifetimes = lifetimesOf(tensors, step, { instructions: evaluation, places });
  const home = homesOf(tensors.length, step);
  const { first, last } = joined(lifetimes, home);
  const summed = new Set(
    step.flatMap(({ computation, outputs }) => (traitsOf(computation).accumulatesOverMicroBatches ? outputs : [])),
  );
  const tenants: Tenant[] = [];
  /** -1 where no instruction touches the tensor. */
  const tenantOfTensor = new Int32Array(tensors.length).fill(-1);
  for (const tensor of tensors) {
    const kept = persistent.has(tensor.role) || summed.has(tensor.id);
    if (!kept && first[tensor.id] > last[tensor.id]) continue;
    if (home[tensor.id] !== tensor.id) continue;
    tenantOfTensor[tensor.id] = tenants.length;
    tenants.push({
      bytes: tensorBytes(tensor),
      first: kept ? 0 : first[tensor.id],
      last: kept ? step.length : last[tensor.id],
    });
  }
  // The evaluation's workspaces lie beside the step's: the two never run at once.
  const workspaces = step.map(({ computation }) => workspaceOf(computation, adapter));
  const evaluationWorkspaces = evaluation.map(({ computation }) => workspaceOf(computation, adapter));
  const largest = [...workspaces];
  evaluationWorkspaces.forEach((bytes, index) => {
    const place = places[index];
    largest[place] = Math.max(largest[place], bytes);
  });
  const tenantOfWorkspace = largest.map((bytes, time) =>
    bytes === 0 ? -1 : tenants.push({ bytes, first: time, last: time }) - 1,
  );

  const assignment = assignBuffers(tenants, step.length);
  const held: number[][] = assignment.bytes.map(() => []);
  const tensorBuffer = tensors.map(({ id }) => {
    const tenant = tenantOfTensor[home[id]];
    if (tenant === -1) return -1;
    const buffer = assignment.buffer[tenant];
    held[buffer].push(id);
    return buffer;
  });
  const buffers: PlannedBuffer[] = assignment.bytes.map((bytes, index) => ({ bytes, tensors: held[index] }));
  const add = (bytes: number): number => buffers.push({ bytes, tensors: [] }) - 1;
  const settings = add(settingsBytes);
  const partSettings = program.parts > 1 ? add(program.parts * settingsBytes) : undefined;
  const slicesIn = (instructions: readonly Instruction[]) =>
    instructions.map((instruction) => slicesOf(instruction.computation, countValues(instruction, program), adapter));
  const stepSlices = slicesIn(step);
  const evaluationSlices = slicesIn(evaluation);
  const mostSlices = [...stepSlices, ...evaluationSlices].reduce((most, slices) => Math.max(most, slices), 1);
  const sliceTable = mostSlices > 1 ? add(sliceTableBytes(mostSlices)) : undefined;
  const numberBytes = constantsTableBytes([...step, ...evaluation], adapter);
  const numberTable = numberBytes > 0 ? add(numberBytes) : undefined;
  const readBack = Array.from({ length: metricsSlots }, () => add(metricsBytes));
  const kept = keptTensors(program).reduce((sum, tensor) => sum + tensorBytes(tensors[tensor]), 0);
  const staging = add(Math.max(4, Math.min(kept, mostStagingBytes)));
  const workspaceAt = (bytes: number, time: number) =>
    bytes === 0 ? undefined : assignment.buffer[tenantOfWorkspace[time]];
  return {
    adapter,
    buffers,
    tensorBuffer,
    stepWorkspace: workspaces.map(workspaceAt),
    evaluationWorkspace: evaluationWorkspaces.map((bytes, index) => workspaceAt(bytes, places[index])),
    stepSlices,
    evaluationSlices,
    sliceTable,
    numberTable,
    settings,
    partSettings,
    readBack,
    staging,
    bytes: buffers.reduce((sum, buffer) => sum + buffer.bytes, 0),
  };
}

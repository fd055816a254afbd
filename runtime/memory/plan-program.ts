// Places a program's tensors, its workspaces and the backend's own buffers in memory.
import { type Interruptible, runToEnd } from '../../model/interruptible.js';
import { memoize } from '../../model/memoize.js';
import { type Computation, type Program, type Role, type Target, tensorBytes, traitsOf } from '../ir/index.js';
import { assignBuffers, type Tenant } from './assign.js';
import { homesOf, joined, lifetimesOf, placesIn } from './lifetimes.js';
import type { Plan, PlannedBuffer } from './plan.js';

/** Tensors that outlive a step, or that the host reads and writes between steps. */
const persistent: ReadonlySet<Role> = new Set([
  'images',
  'labels',
  'targets',
  'parameter',
  'optimizer-state',
  'statistic',
  'metrics',
] satisfies Role[]);

/**
 * The plan of a training program. Two tensors share a buffer only where they are never alive together, neither in the
 * step nor in the evaluation, or where one overwrites the other in place. Parameters, optimizer states, running
 * statistics, images, labels, targets, metrics and sums over micro-batches share with nothing.
 */
export function planProgram(program: Program, target: Target): Plan {
  return runToEnd(planProgramInterruptibly(program, target));
}

export function* planProgramInterruptibly(program: Program, target: Target): Interruptible<Plan> {
  const { tensors, step, evaluation } = program;
  const places = placesIn(program);
  const lifetimes = lifetimesOf(tensors, step, { instructions: evaluation, places });
  const home = homesOf(tensors.length, step);
  const { first, last } = joined(lifetimes, home);
  yield step.length;
  const summed = new Set<number>();
  for (const { computation, outputs } of step) {
    if (traitsOf(computation).accumulatesOverMicroBatches) for (const tensor of outputs) summed.add(tensor);
  }
  const tenants: Tenant[] = [];
  /** -1 where no instruction touches the tensor. */
  const tenantOfTensor = new Int32Array(tensors.length).fill(-1);
  for (const tensor of tensors) {
    const isPersistent = persistent.has(tensor.role) || summed.has(tensor.id);
    if (!isPersistent && first[tensor.id] > last[tensor.id]) continue;
    if (home[tensor.id] !== tensor.id) continue;
    tenantOfTensor[tensor.id] = tenants.length;
    tenants.push({
      bytes: tensorBytes(tensor),
      first: isPersistent ? 0 : first[tensor.id],
      last: isPersistent ? step.length : last[tensor.id],
    });
  }
  yield tensors.length;
  // The evaluation's workspaces share the step's places in time: the two never run at once.
  const workspaceBytes = memoize((computation: Computation) => target.workspaceBytes(computation));
  const workspaces = step.map(({ computation }) => workspaceBytes(computation));
  const evaluationWorkspaces = evaluation.map(({ computation }) => workspaceBytes(computation));
  const largest = [...workspaces];
  evaluationWorkspaces.forEach((bytes, index) => {
    const place = places[index];
    largest[place] = Math.max(largest[place], bytes);
  });
  const tenantOfWorkspace = largest.map((bytes, time) =>
    bytes === 0 ? -1 : tenants.push({ bytes, first: time, last: time }) - 1,
  );

  yield step.length;
  const assignment = yield* assignBuffers(tenants, step.length);
  const held: number[][] = assignment.bytes.map(() => []);
  const tensorBuffer = tensors.map(({ id }) => {
    const tenant = tenantOfTensor[home[id]];
    if (tenant === -1) return -1;
    const buffer = assignment.buffer[tenant];
    held[buffer].push(id);
    return buffer;
  });
  const buffers: PlannedBuffer[] = assignment.bytes.map((bytes, index) => ({ bytes, tensors: held[index] }));
  yield tensors.length;
  const ownBuffers = target.ownBuffers(program).map(({ name, isBound, bytes }) => ({
    name,
    isBound,
    buffer: buffers.push({ bytes, tensors: [] }) - 1,
  }));
  yield step.length;
  const workspaceAt = (bytes: number, time: number) =>
    bytes === 0 ? undefined : assignment.buffer[tenantOfWorkspace[time]];
  return {
    target,
    buffers,
    tensorBuffer,
    stepWorkspace: workspaces.map(workspaceAt),
    evaluationWorkspace: evaluationWorkspaces.map((bytes, index) => workspaceAt(bytes, places[index])),
    ownBuffers,
    bytes: buffers.reduce((sum, buffer) => sum + buffer.bytes, 0),
  };
}

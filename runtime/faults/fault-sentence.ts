// The sentences of faults: what happened, with the numbers, and what to do about it.
import { formatBytes, formatMemory } from '../../model/index.js';
import { weightRoles } from '../ir/tensor.js';
import type { Fault, MemoryRemedies } from './fault.js';

type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>;

/** What happened and what to do, for people. */
export function sentenceOf(fault: Fault): string {
  switch (fault.kind) {
    case 'device-lost':
      return fault.destroyed
        ? 'The GPU device was closed while it was in use.'
        : `The GPU was lost (${fault.detail || 'the driver gives no reason'}).`;
    case 'no-device':
      return fault.reason;
    case 'out-of-memory':
      return outOfMemory(fault);
    case 'over-limit':
      return overLimit(fault);
    case 'over-budget':
      return overBudget(fault);
    case 'refused':
      return `The GPU refused ${fault.what}: ${fault.detail}`;
    case 'kernel-refused':
      return `The GPU refused the kernel "${fault.kernel}": ${fault.detail}`;
    case 'not-finite':
      return notFinite(fault);
    case 'given-up':
      return (
        `${fault.reason} It was lost ${fault.times === 1 ? 'once' : `${fault.times} times`} after step ${fault.step}, the ` +
        `last that was kept: ${fault.batch > 1 ? 'a smaller batch is easier on it, and so is closing' : 'close'} other programs ` +
        'that use it.'
      );
    case 'closed':
      return `The training of ${fault.network} was closed.`;
  }
}

function overLimit({ network, batch, tensor, role, shrinks, bytes, limit, remedies }: FaultOf<'over-limit'>): string {
  const much = `${network} with batch ${batch} needs a buffer of ${formatBytes(bytes)} (${tensor}), but this GPU allows ${formatBytes(limit)} at most.`;
  if (!remedies && shrinks) return `${much} Try a smaller batch.`;
  const fewer = weightRoles.has(role) ? 'fewer inputs or outputs' : 'fewer channels or a smaller input';
  const smaller = role === 'images' ? 'make the input smaller' : `give that layer ${fewer}`;
  return `${much} ${advice(remedies, `${smaller}, or train on the CPU, which has no such limit`)}`;
}

function outOfMemory({ what, bytes, detail, free, remedies }: FaultOf<'out-of-memory'>): string {
  const needs = `${what}, ${formatBytes(bytes)}`;
  if (free !== undefined) {
    const much = `This machine has too little memory for ${needs}: ${formatBytes(free)} are free.`;
    return `${much} ${advice(remedies, smallerNetwork)}`;
  }
  const close = 'Close other programs that use the GPU, or take less of it.';
  const much = `The GPU has too little memory for ${needs}${detail ? ` (${detail})` : ''}. ${close}`;
  if (!remedies) return much;
  const kept = keepingTheBatch(remedies);
  if (remedies.batch?.images) {
    // WebGPU tells of no GPU how much memory it has: what fits is a guess, and said to be one.
    const half = `batch ${remedies.batch.images} takes ${formatBytes(remedies.batch.bytes)}`;
    return `${much} How much it has it does not say; half as much may fit: ${half}.${orKeep(kept)}`;
  }
  return `${much} No smaller batch takes half as much: ${kept || smallerNetwork}.`;
}

function overBudget({ network, batch, bytes, budget, splittable, remedies }: FaultOf<'over-budget'>): string {
  const takes = `${network} takes ${formatBytes(bytes)}`;
  const allowed = `more than the ${formatBytes(budget)} that its job allows`;
  return splittable
    ? `${takes} with one image at a time, ${allowed}: ${smallerNetwork}.${orKeep(keepingTheBatch(remedies))}`
    : `${takes} for ${batch} images, ${allowed}, and bn looks at all of them at once, so they cannot be computed in parts. ` +
        advice(remedies, smallerNetwork);
}

const smallerNetwork = 'make the network or its input smaller';

/** @param otherwise what is left to do where no batch fits */
function advice(remedies: MemoryRemedies | undefined, otherwise: string): string {
  const kept = keepingTheBatch(remedies);
  if (remedies?.batch?.images) {
    return `The largest batch that fits is ${remedies.batch.images} (${formatBytes(remedies.batch.bytes)}).${orKeep(kept)}`;
  }
  return kept ? `Not even one image fits as it is: ${kept}.` : `Not even one image fits: ${otherwise}.`;
}

const orKeep = (kept: string) => kept && ` Or keep the batch: ${kept}.`;

/** The remedies by which the batch stays as large as it is; '' where there is none. */
function keepingTheBatch({ checkpointed, f16, microBatches }: MemoryRemedies = {}): string {
  const split = microBatches
    ? [
        `with memory = ${formatMemory(microBatches.memory)} it is computed in ${microBatches.count} parts (${formatBytes(microBatches.bytes)})`,
      ]
    : [];
  const checkpoints =
    checkpointed === undefined ? [] : [`with checkpoint = true it takes ${formatBytes(checkpointed)}`];
  const stored = f16 === undefined ? [] : [`with storage = f16 it takes ${formatBytes(f16)}`];
  return [...split, ...checkpoints, ...stored].join('; ');
}

function notFinite({ what, learningRate, origin }: FaultOf<'not-finite'>): string {
  const lower = Number((learningRate / 10).toPrecision(2));
  const shorter = `Lower the learning rate from ${Number(learningRate.toPrecision(3))}, e.g. to lr=${lower}.`;
  const seen = `${what} is no longer a finite number`;
  if (!origin) return `${seen}: the steps are too long. ${shorter}`;
  const { step, tensor, role, layer, value, f16 } = origin;
  if (layer === undefined) return `${seen}: ${value} stands in the ${tensor} of step ${step}. Mend the data.`;
  const began = `${seen}. It began in step ${step}, with ${value} in ${tensor}`;
  const narrow = f16 && value === 'infinity';
  const first = narrow ? `${began}, kept in f16, which ends at 65,504 (leave out storage = f16)` : began;
  const learned = step > 1 || role === 'parameter' || role === 'optimizer-state';
  if (learned) return `${first}: the steps are too long. ${shorter}`;
  return `${first}, before anything was learned: its numbers are too large. Put bn before ${layer}, or scale the images.`;
}

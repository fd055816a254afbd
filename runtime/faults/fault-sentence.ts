// The sentences of faults: what happened, with the numbers, and what to do about it.
import { formatBytes, formatMemory } from '../../model/index.js';
import { weightRoles } from '../ir/tensor.js';
import type { Fault, MemoryRemedies } from './fault.js';

type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>;

/** What happened and what to do, for people. */
export function sentenceOf(fault: Fault): string {
  switch (fault.kind) {
    case 'device-lost':
      if (fault.device === 'cpu') return `The computation on the CPU broke off (${fault.detail}).`;
      return fault.destroyed
        ? 'The GPU device was closed during the training.'
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
      return `The GPU refused ${fault.what}. Train on the CPU instead. The driver's message: ${fault.detail}`;
    case 'kernel-refused':
      return (
        `The GPU's driver refused the kernel "${fault.kernel}". Train on the CPU instead. ` +
        `The driver's message: ${fault.detail}`
      );
    case 'not-finite':
      return notFinite(fault);
    case 'given-up':
      return givenUp(fault);
    case 'process-ended':
      return processEnded(fault);
    case 'closed':
      return `The training of ${fault.network} was closed.`;
  }
}

function givenUp({ reason, times, step, batch, device }: FaultOf<'given-up'>): string {
  const often = times === 1 ? 'once' : `${times} times`;
  const what = device === 'cpu' ? 'It broke off' : 'The GPU was lost';
  const lost = `${reason} ${what} ${often} after step ${step}, the last one saved.`;
  const smaller = batch > 1 ? 'Train with a smaller batch, and close' : 'Close';
  return `${lost} ${smaller} other programs${device === 'cpu' ? '' : ' that use the GPU'}.`;
}

/** How Linux ends a process when memory runs out. */
const killed = 'SIGKILL';

function processEnded({ how, output, step }: FaultOf<'process-ended'>): string {
  const why = how === killed ? ' The system does that where memory is short: close other programs.' : '';
  const [said] = output.match(/^(\w*Error|FATAL ERROR)\b.*/m) ?? output.trim().match(/.*$/) ?? [];
  const last = said ? ` It wrote: "${said}".` : '';
  const where = step === 0 ? 'starts again at the first step' : `goes on after step ${step}, the last one saved`;
  return `The process that trains on the CPU ended by itself (${how}).${why}${last} Resume ${where}.`;
}

function overLimit({ network, batch, tensor, role, shrinks, bytes, limit, remedies }: FaultOf<'over-limit'>): string {
  const much =
    `${network} with batch ${batch} needs a buffer of ${formatBytes(bytes)} (${tensor}), ` +
    `but this GPU allows ${formatBytes(limit)} at most.`;
  if (!remedies && shrinks) return `${much} Try a smaller batch.`;
  const fewer = weightRoles.has(role) ? 'fewer inputs or outputs' : 'fewer channels or a smaller input';
  const smaller = role === 'images' ? 'make the input smaller' : `give that layer ${fewer}`;
  return `${much} ${advice(remedies, `${smaller}, or train on the CPU, which has no such limit`)}`;
}

function outOfMemory({ what, bytes, detail, free, memory, remedies }: FaultOf<'out-of-memory'>): string {
  const needs = `${what}, ${formatBytes(bytes)}`;
  if (memory === 'address-space' && free !== undefined) {
    return `WebAssembly can use ${formatBytes(free)}, too little for ${needs}. ${advice(remedies, smallerNetwork)}`;
  }
  if (memory === 'machine' && free === undefined) {
    const much = `This machine has too little memory for ${needs}${detail ? ` (${detail})` : ''}.`;
    const half = remedies?.batch?.images ? ` Batch ${remedies.batch.images} takes half as much.` : '';
    return `${much} Close other programs, or train with a smaller batch.${half}`;
  }
  if (free !== undefined) {
    const much = `This machine has too little memory for ${needs}: ${formatBytes(free)} are free.`;
    return `${much} ${advice(remedies, smallerNetwork)}`;
  }
  const close = 'Close other programs that use the GPU, or train with a smaller batch.';
  const much = `The GPU has too little memory for ${needs}${detail ? ` (${detail})` : ''}. ${close}`;
  if (!remedies) return much;
  const sameBatch = sameBatchRemedies(remedies);
  if (remedies.batch?.images) {
    // WebGPU does not report how much memory a GPU has, so that what fits is a guess, and called one.
    const half = `batch ${remedies.batch.images} takes ${formatBytes(remedies.batch.bytes)}`;
    return `${much} WebGPU does not say how much it has; half as much may fit: ${half}.${orSameBatch(sameBatch)}`;
  }
  return `${much} No smaller batch takes half as much: ${sameBatch || smallerNetwork}.`;
}

function overBudget({ network, batch, bytes, budget, splittable, remedies }: FaultOf<'over-budget'>): string {
  const takes = `${network} takes ${formatBytes(bytes)}`;
  const allowed = `more than the ${formatBytes(budget)} that its memory setting allows`;
  return splittable
    ? `${takes} with one image at a time, ${allowed}: ${smallerNetwork}.${orSameBatch(sameBatchRemedies(remedies))}`
    : `${takes} for ${batch} images, ${allowed}, and bn needs all of them at once, ` +
        `so they cannot be computed in parts. ${advice(remedies, smallerNetwork)}`;
}

const smallerNetwork = 'make the network or its input smaller';

/** @param otherwise what to do where no batch fits */
function advice(remedies: MemoryRemedies | undefined, otherwise: string): string {
  const sameBatch = sameBatchRemedies(remedies);
  if (remedies?.batch?.images) {
    const { images, bytes } = remedies.batch;
    return `The largest batch that fits is ${images} (${formatBytes(bytes)}).${orSameBatch(sameBatch)}`;
  }
  return sameBatch ? `Not even one image fits as it is: ${sameBatch}.` : `Not even one image fits: ${otherwise}.`;
}

const orSameBatch = (sameBatch: string) => sameBatch && ` Or keep the batch: ${sameBatch}.`;

/** The remedies that keep the batch as large as it is; '' where there is none. */
function sameBatchRemedies({ checkpointed, f16, microBatches }: MemoryRemedies = {}): string {
  const split = microBatches
    ? [
        `with memory = ${formatMemory(microBatches.memory)} it is computed in ${microBatches.count} parts ` +
          `(${formatBytes(microBatches.bytes)})`,
      ]
    : [];
  const checkpoints =
    checkpointed === undefined ? [] : [`with checkpoint = true it takes ${formatBytes(checkpointed)}`];
  const stored = f16 === undefined ? [] : [`with storage = f16 it takes ${formatBytes(f16)}`];
  return [...split, ...checkpoints, ...stored].join('; ');
}

function notFinite({ what, learningRate, origin }: FaultOf<'not-finite'>): string {
  const lower = Number((learningRate / 10).toPrecision(2));
  const lowerRate = `Lower the learning rate from ${Number(learningRate.toPrecision(3))}, e.g. to lr=${lower}.`;
  const seen = `${what} is no longer a finite number`;
  if (!origin) return `${seen}: the updates are too large. ${lowerRate}`;
  const { step, tensor, role, layer, value, f16 } = origin;
  if (layer === undefined) return `${seen}: ${value} is in the ${tensor} of step ${step}. Correct the data.`;
  const began = `${seen}. It began in step ${step}, with ${value} in ${tensor}`;
  const narrow = f16 && value === 'infinity';
  const first = narrow ? `${began}, stored in f16, whose largest number is 65,504 (leave out storage = f16)` : began;
  const learned = step > 1 || role === 'parameter' || role === 'optimizer-state';
  if (learned) return `${first}: the updates are too large. ${lowerRate}`;
  return `${first}, before the first update: its values are too large. Put bn before ${layer}, or scale the images.`;
}

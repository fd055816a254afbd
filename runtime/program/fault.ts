// Why a training cannot go on, as plain data: whoever catches it decides by its kind and never by its words.

import { formatBytes } from '../../language/graph/index.js';
import type { Role } from './tensor.js';

/** Sizes in bytes. `detail` is what the driver says, for those who know it. */
export type Fault =
  /** The GPU went away: its driver crashed or was updated, the machine slept, a watchdog cut a dispatch off. */
  | { readonly kind: 'device-lost'; readonly destroyed: boolean; readonly detail: string }
  /** There is no device (any more); the reason is a sentence with what to do. */
  | { readonly kind: 'no-device'; readonly reason: string }
  /** `what` is what the memory was asked for, e.g. `the buffers of LeNet5 with batch 64`. */
  | { readonly kind: 'out-of-memory'; readonly what: string; readonly bytes: number; readonly detail: string }
  /**
   * A tensor (or workspace) is larger than a buffer of this GPU may be. `largestBatch`, where it is known: the most images
   * with which every one fits; 0 where not even one image helps.
   */
  | {
      readonly kind: 'over-limit';
      readonly network: string;
      readonly batch: number;
      readonly tensor: string;
      readonly bytes: number;
      readonly limit: number;
      readonly largestBatch?: number;
    }
  /**
   * What the training takes, `bytes` at the least, is more than its job allows. `splittable`: that is with one image at a time;
   * else its batch cannot be split. `checkpointed`: what it takes with checkpoints, where the job has none.
   */
  | {
      readonly kind: 'over-budget';
      readonly network: string;
      readonly batch: number;
      readonly bytes: number;
      readonly budget: number;
      readonly splittable: boolean;
      readonly checkpointed?: number;
    }
  /** The GPU calls something invalid: a mistake of ours or of its driver. */
  | { readonly kind: 'refused'; readonly what: string; readonly detail: string }
  /** A kernel does not compile, or its pipeline cannot be made. */
  | { readonly kind: 'kernel-refused'; readonly kernel: string; readonly detail: string }
  /**
   * A loss, or what was learned, is no finite number. `what`: e.g. `The loss in step 3 of 100`; `done`: steps done until then,
   * the last of which may be to blame; `origin`: what was the first to be so, where the steps, run again, showed it.
   */
  | {
      readonly kind: 'not-finite';
      readonly what: string;
      readonly done: number;
      readonly learningRate: number;
      readonly origin?: Origin;
    }
  /** The device was lost `times` times without a step kept in between, or no new one was to be had. */
  | { readonly kind: 'given-up'; readonly step: number; readonly times: number; readonly reason: string }
  /** Nobody uses the executor any more: `dispose` was called. */
  | { readonly kind: 'closed'; readonly network: string };

/** The first tensor of a training with a value that is no finite number. */
export interface Origin {
  /** From 1. */
  readonly step: number;
  /** Its name: `conv.2/output`, `conv.2/weights/gradient`, `images`. */
  readonly tensor: string;
  readonly role: Role;
  /** The path of the layer that made it. */
  readonly layer?: string;
  readonly value: 'NaN' | 'infinity';
}

/** The rejection of whatever met a fault; its message is the fault's sentence. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
  constructor(readonly fault: Fault) {
    super(sentenceOf(fault));
  }
}

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
      return (
        `The GPU has too little memory for ${fault.what}, ${formatBytes(fault.bytes)}` +
        `${fault.detail ? ` (${fault.detail})` : ''}: lower the batch, or close other programs that use the GPU.`
      );
    case 'over-limit':
      return (
        `${fault.network} with batch ${fault.batch} needs a buffer of ${formatBytes(fault.bytes)} (${fault.tensor}), but ` +
        `this GPU allows ${formatBytes(fault.limit)} at most. ${batchAdvice(fault.largestBatch)}`
      );
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
        'last that was kept: a smaller batch is easier on it, and so is closing other programs that use it.'
      );
    case 'closed':
      return `The training of ${fault.network} was closed.`;
  }
}

function overBudget(fault: Extract<Fault, { kind: 'over-budget' }>): string {
  const { network, batch, bytes, budget, splittable, checkpointed } = fault;
  const takes = `${network} takes ${formatBytes(bytes)}`;
  const allowed = `more than the ${formatBytes(budget)} that its job allows`;
  const instead =
    checkpointed !== undefined && checkpointed < bytes
      ? ` With checkpoint = true it takes ${formatBytes(checkpointed)}.`
      : '';
  return splittable
    ? `${takes} with one image at a time, ${allowed}: make the network or its input smaller.${instead}`
    : `${takes} for ${batch} images, ${allowed}, and bn looks at all of them at once, so they cannot be computed in parts: ` +
        `lower the batch.${instead}`;
}

function batchAdvice(largest: number | undefined): string {
  if (largest === undefined) return 'Try a smaller batch.';
  return largest > 0
    ? `The largest batch that fits is ${largest}.`
    : 'Not even one image fits: make that layer smaller.';
}

function notFinite({ what, learningRate, origin }: Extract<Fault, { kind: 'not-finite' }>): string {
  const lower = Number((learningRate / 10).toPrecision(2));
  const shorter = `Lower the learning rate from ${Number(learningRate.toPrecision(3))}, e.g. to lr=${lower}.`;
  const seen = `${what} is no longer a finite number`;
  if (!origin) return `${seen}: the steps are too long. ${shorter}`;
  const { step, tensor, role, layer, value } = origin;
  if (layer === undefined) return `${seen}: ${value} stands in the ${tensor} of step ${step}. Mend the data.`;
  const first = `${seen}. It began in step ${step}, with ${value} in ${tensor}`;
  const learned = step > 1 || role === 'parameter' || role === 'optimizer-state';
  if (learned) return `${first}: the steps are too long. ${shorter}`;
  return `${first}, before anything was learned: its numbers are too large. Put bn before ${layer}, or scale the images.`;
}

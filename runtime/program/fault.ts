// Why a training cannot go on, as plain data: whoever catches it decides by its kind and never by its words.
import { formatBytes, formatMemory } from '../../language/graph/index.js';
import type { Role } from './tensor.js';

/** Sizes in bytes. `detail` is what the driver says, for those who know it. */
export type Fault =
  /** The GPU went away: its driver crashed or was updated, the machine slept, a watchdog cut a dispatch off. */
  | { readonly kind: 'device-lost'; readonly destroyed: boolean; readonly detail: string }
  /** There is no device (any more); the reason is a sentence with what to do. */
  | { readonly kind: 'no-device'; readonly reason: string }
  /**
   * `what` is what the memory was asked for, e.g. `a training step of LeNet5 with batch 64`. `free`: what there is, where that is known:
   * of the machine's memory, and not a GPU's.
   */
  | {
      readonly kind: 'out-of-memory';
      readonly what: string;
      readonly bytes: number;
      readonly detail: string;
      readonly free?: number;
      readonly ways?: WaysOut;
    }
  /** A tensor (or workspace) is larger than a buffer of this GPU may be. */
  | {
      readonly kind: 'over-limit';
      readonly network: string;
      readonly batch: number;
      readonly tensor: string;
      readonly bytes: number;
      readonly limit: number;
      readonly ways?: WaysOut;
    }
  /**
   * What the training takes, `bytes` at the least, is more than its job allows. `splittable`: that is with one image at a time;
   * else its batch cannot be split.
   */
  | {
      readonly kind: 'over-budget';
      readonly network: string;
      readonly batch: number;
      readonly bytes: number;
      readonly budget: number;
      readonly splittable: boolean;
      readonly ways?: WaysOut;
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

/** What would help where memory is short: only what does, with the bytes that it takes. */
export interface WaysOut {
  /** The most images in a batch; 0 where not even one image helps. Of a GPU that does not say what it has, those that take half of it. */
  readonly batch?: { readonly images: number; readonly bytes: number };
  /** With `checkpoint = true`. */
  readonly checkpointed?: number;
  /** With `storage = f16`. */
  readonly halved?: number;
  /** The same batch, computed in `count` parts, as `memory = ...` asks for. */
  readonly parts?: { readonly memory: number; readonly count: number; readonly bytes: number };
}

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
  /** It is stored in 16 bits, whose largest number is 65,504. */
  readonly halves?: true;
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
      return outOfMemory(fault);
    case 'over-limit':
      return (
        `${fault.network} with batch ${fault.batch} needs a buffer of ${formatBytes(fault.bytes)} (${fault.tensor}), but ` +
        `this GPU allows ${formatBytes(fault.limit)} at most. ${advice(fault.ways, 'make that layer smaller')}`
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

function outOfMemory({ what, bytes, detail, free, ways }: Extract<Fault, { kind: 'out-of-memory' }>): string {
  const needs = `${what}, ${formatBytes(bytes)}`;
  if (free !== undefined) {
    const much = `This machine has too little memory for ${needs}: ${formatBytes(free)} are free.`;
    return `${much} ${advice(ways, 'make the network or its input smaller')}`;
  }
  const close = 'Close other programs that use the GPU, or take less of it.';
  const much = `The GPU has too little memory for ${needs}${detail ? ` (${detail})` : ''}. ${close}`;
  if (!ways?.batch?.images) return `${much} ${advice(ways, undefined)}`;
  // WebGPU tells of no GPU how much memory it has: what fits is a guess, and said to be one.
  const half = `batch ${ways.batch.images} takes ${formatBytes(ways.batch.bytes)}`;
  return `${much} How much it has it does not say; half as much may fit: ${half}.${others(ways)}`;
}

function overBudget({
  network,
  batch,
  bytes,
  budget,
  splittable,
  ways,
}: Extract<Fault, { kind: 'over-budget' }>): string {
  const takes = `${network} takes ${formatBytes(bytes)}`;
  const allowed = `more than the ${formatBytes(budget)} that its job allows`;
  const smaller = 'make the network or its input smaller';
  return splittable
    ? `${takes} with one image at a time, ${allowed}: ${smaller}.${others(ways)}`
    : `${takes} for ${batch} images, ${allowed}, and bn looks at all of them at once, so they cannot be computed in parts. ` +
        advice(ways, smaller);
}

/** @param otherwise what is left to do where not even one image fits; undefined where that is not known to be so */
function advice(ways: WaysOut | undefined, otherwise: string | undefined): string {
  if (!ways?.batch) return 'Try a smaller batch.';
  const { images, bytes } = ways.batch;
  if (images > 0) return `The largest batch that fits is ${images} (${formatBytes(bytes)}).${others(ways)}`;
  if (others(ways) !== '') return others(ways).trimStart();
  return otherwise === undefined
    ? 'One image at a time takes not much less.'
    : `Not even one image fits: ${otherwise}.`;
}

/** The ways by which the batch stays as large as it is, after a space; '' where there is none. */
function others({ checkpointed, halved, parts }: WaysOut = {}): string {
  const inParts = parts
    ? [
        `with memory = ${formatMemory(parts.memory)} it is computed in ${parts.count} parts (${formatBytes(parts.bytes)})`,
      ]
    : [];
  const kept = checkpointed === undefined ? [] : [`with checkpoint = true it takes ${formatBytes(checkpointed)}`];
  const inHalves = halved === undefined ? [] : [`with storage = f16 it takes ${formatBytes(halved)}`];
  const all = [...inParts, ...kept, ...inHalves];
  return all.length === 0 ? '' : ` Or keep the batch: ${all.join('; ')}.`;
}

function notFinite({ what, learningRate, origin }: Extract<Fault, { kind: 'not-finite' }>): string {
  const lower = Number((learningRate / 10).toPrecision(2));
  const shorter = `Lower the learning rate from ${Number(learningRate.toPrecision(3))}, e.g. to lr=${lower}.`;
  const seen = `${what} is no longer a finite number`;
  if (!origin) return `${seen}: the steps are too long. ${shorter}`;
  const { step, tensor, role, layer, value, halves } = origin;
  if (layer === undefined) return `${seen}: ${value} stands in the ${tensor} of step ${step}. Mend the data.`;
  const began = `${seen}. It began in step ${step}, with ${value} in ${tensor}`;
  const narrow = halves && value === 'infinity';
  const first = narrow ? `${began}, kept in f16, which ends at 65,504 (leave out storage = f16)` : began;
  const learned = step > 1 || role === 'parameter' || role === 'optimizer-state';
  if (learned) return `${first}: the steps are too long. ${shorter}`;
  return `${first}, before anything was learned: its numbers are too large. Put bn before ${layer}, or scale the images.`;
}

// Why a training cannot go on, as plain data: callers decide by its kind and never by its sentence.
import type { Role } from '../ir/tensor.js';

/** Sizes in bytes. `detail` is what the driver says, for those who know it. */
export type Fault =
  /**
   * The GPU went away: its driver crashed or was updated, the machine slept, a watchdog cut a dispatch off. Or a thread
   * of the CPU did.
   */
  | {
      readonly kind: 'device-lost';
      readonly destroyed: boolean;
      readonly detail: string;
      /** Absent: a GPU. */
      readonly device?: 'cpu';
    }
  /** There is no device (any more); the reason is a sentence with what to do. */
  | { readonly kind: 'no-device'; readonly reason: string }
  /**
   * `what` is what the memory was asked for, e.g. `a training step of LeNet5 with batch 64`. `free`: what there is,
   * where that is known: of the machine's memory, and not a GPU's. `memory`: which one is too small, where it is no
   * GPU's: the machine's, or what WebAssembly can address.
   */
  | {
      readonly kind: 'out-of-memory';
      readonly what: string;
      readonly bytes: number;
      readonly detail: string;
      readonly free?: number;
      readonly memory?: 'machine' | 'address-space';
      readonly remedies?: MemoryRemedies;
    }
  /**
   * A tensor is larger than a buffer of this GPU may be; or a kernel's workspace, which has that role. `shrinks`: it
   * may be smaller in a smaller batch.
   */
  | {
      readonly kind: 'over-limit';
      readonly network: string;
      readonly batch: number;
      readonly tensor: string;
      readonly role: Role;
      readonly shrinks: boolean;
      readonly bytes: number;
      readonly limit: number;
      readonly remedies?: MemoryRemedies;
    }
  /**
   * What the training takes, `bytes` at the least, is more than its job allows. `splittable`: that is with one image
   * at a time; else its batch cannot be split.
   */
  | {
      readonly kind: 'over-budget';
      readonly network: string;
      readonly batch: number;
      readonly bytes: number;
      readonly budget: number;
      readonly splittable: boolean;
      readonly remedies?: MemoryRemedies;
    }
  /** The GPU calls something invalid: a mistake of ours or of its driver. */
  | { readonly kind: 'refused'; readonly what: string; readonly detail: string }
  /** A kernel does not compile, or its pipeline cannot be made. */
  | { readonly kind: 'kernel-refused'; readonly kernel: string; readonly detail: string }
  /**
   * A loss, or what was learned, is no finite number. `what`: e.g. `The loss in step 3 of 100`; `done`: steps done
   * until then, the last of which may be to blame; `origin`: what was the first to be so, where the steps, run again,
   * showed it.
   */
  | {
      readonly kind: 'not-finite';
      readonly what: string;
      readonly done: number;
      readonly learningRate: number;
      readonly origin?: Origin;
    }
  /** The device was lost `times` times without a step kept in between, or no new one was to be had. */
  | {
      readonly kind: 'given-up';
      readonly step: number;
      readonly times: number;
      readonly reason: string;
      readonly batch: number;
      /** Absent: a GPU. */
      readonly device?: 'cpu';
    }
  /**
   * The process that trained ended by itself. `how`: `SIGKILL`, `exit code 1` or a reason; `output`: the last it wrote;
   * `step`: the last one whose snapshot is stored, 0 for none.
   */
  | { readonly kind: 'process-ended'; readonly how: string; readonly output: string; readonly step: number }
  /** Nobody uses the executor any more: `dispose` was called. */
  | { readonly kind: 'closed'; readonly network: string };

/** What would help where memory is short: only what does, with the bytes that it takes. */
export interface MemoryRemedies {
  /**
   * The most images in a batch; 0 where not even one image helps. Of a GPU that does not say what it has, those that
   * take half of it.
   */
  readonly batch?: { readonly images: number; readonly bytes: number };
  /** With `checkpoint = true`. */
  readonly checkpointed?: number;
  /** With `storage = f16`. */
  readonly f16?: number;
  /** The same batch in `count` micro-batches, which `memory = ...` asks for. */
  readonly microBatches?: { readonly memory: number; readonly count: number; readonly bytes: number };
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
  readonly f16?: true;
}

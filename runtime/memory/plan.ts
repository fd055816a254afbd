// Where a program's tensors and workspaces lie: every buffer of a training, to the byte, before the first step. The
// figures the editor shows and the memory an executor allocates both come from this one value.
import type { Program, Target } from '../ir/index.js';

export interface PlannedBuffer {
  /** A positive multiple of 4. */
  readonly bytes: number;
  /** The tensors that live in it, one at a time, each from its first byte. */
  readonly tensors: readonly number[];
}

/** One of `Target.ownBuffers`. */
export interface PlannedOwnBuffer {
  readonly name: string;
  readonly isBound: boolean;
  /** Its index in `Plan.buffers`. */
  readonly buffer: number;
}

export interface Plan {
  /** The target it was made for: an executor must run the kernels of that one. */
  readonly target: Target;
  /** Those of tensors and workspaces first, then the target's own in its order. */
  readonly buffers: readonly PlannedBuffer[];
  /** By tensor id: the index in `buffers` of the buffer it lives in, -1 for a tensor that no instruction touches. */
  readonly tensorBuffer: readonly number[];
  /** Parallel to `program.step`: the buffer of an instruction's workspace, undefined for one that needs none. */
  readonly stepWorkspace: readonly (number | undefined)[];
  /** Parallel to `program.evaluation`. */
  readonly evaluationWorkspace: readonly (number | undefined)[];
  readonly ownBuffers: readonly PlannedOwnBuffer[];
  /** The sum over `buffers`. */
  readonly bytes: number;
}

/** The buffers that kernels bind. */
export function boundBuffers({ buffers, ownBuffers }: Plan): PlannedBuffer[] {
  const unbound = new Set(ownBuffers.filter(({ isBound }) => !isBound).map(({ buffer }) => buffer));
  return buffers.filter((_, index) => !unbound.has(index));
}

/** What needs memory, as faults name it, and how many bytes. */
export interface MemoryDemand {
  readonly what: string;
  readonly bytes: number;
}

export function stepDemand({ name, batch }: Program, { bytes }: Plan): MemoryDemand {
  return { what: `a training step of ${name} with batch ${batch}`, bytes };
}

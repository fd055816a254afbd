// Where everything lies: every buffer an executor allocates, known to the byte before the first step. The figure the
// editor shows and the memory a training run takes come from this one value.
import type { AdapterProfile } from '../backends/webgpu/adapter-profile.js';
import type { Program } from '../ir/index.js';

/** Bytes of the settings uniform: learning rate (f32), step, seed and the part's first image (u32 each). */
export const settingsBytes = 16;

/** Steps whose metrics may be on their way to the host at once; each has a read-back buffer of its own. */
export const metricsSlots = 4;

/** Bytes of one metrics read-back buffer: two 32-bit floats. */
export const metricsBytes = 8;

/**
 * What a training goes on from travels to the host through a buffer of at most this many bytes, in pieces if need be.
 */
export const mostStagingBytes = 8 * 2 ** 20;

export interface PlannedBuffer {
  /** A positive multiple of 4. */
  readonly bytes: number;
  /** The tensors that live in it, one at a time, each from its first byte. */
  readonly tensors: readonly number[];
}

/** The buffers that kernels bind: all but those through which the host reads, and the parts' settings. */
export function boundBuffers({ buffers, readBack, staging, partSettings }: Plan): PlannedBuffer[] {
  return buffers.filter((_, index) => ![staging, partSettings, ...readBack].includes(index));
}

export interface Plan {
  /** The adapter it was made for: the kernels that are run must be those for it. */
  readonly adapter: AdapterProfile;
  /** Every buffer, in no particular order. */
  readonly buffers: readonly PlannedBuffer[];
  /** By tensor id: the index in `buffers` of the buffer it lives in, -1 for a tensor no instruction touches. */
  readonly tensorBuffer: readonly number[];
  /** Parallel to `program.step`: the buffer an instruction finds its workspace in, or undefined where it needs none. */
  readonly stepWorkspace: readonly (number | undefined)[];
  /** Parallel to `program.evaluation`. */
  readonly evaluationWorkspace: readonly (number | undefined)[];
  /**
   * Parallel to `program.step`: into how many dispatches each kernel of an instruction is cut, so that none is too
   * long.
   */
  readonly stepSlices: readonly number[];
  /** Parallel to `program.evaluation`. */
  readonly evaluationSlices: readonly number[];
  /**
   * Where something is cut up: the buffer of the numbers 0, 1, 2, ... that tell a kernel its slice, `sliceStride`
   * bytes apart.
   */
  readonly sliceTable: number | undefined;
  /**
   * On adapters that compile slowly: the buffer of the numbers in which kernels of one text differ, `slotBytes` for
   * each kernel.
   */
  readonly numberTable: number | undefined;
  /** The buffer of the settings uniform. */
  readonly settings: number;
  /**
   * Where a batch has several parts: the buffer with the settings of each, one after the other, from which they come
   * into the uniform in turn.
   */
  readonly partSettings: number | undefined;
  /** The buffers of the metrics read-back ring. */
  readonly readBack: readonly number[];
  /** The buffer through which parameters, optimizer states and statistics are brought to the host now and then. */
  readonly staging: number;
  /** The sum over `buffers`. */
  readonly bytes: number;
}

/** What is asked of a device or a machine, and how many bytes that takes: as faults tell it. */
export interface Needs {
  readonly what: string;
  readonly bytes: number;
}

export function stepNeeds({ name, batch }: Program, { bytes }: Plan): Needs {
  return { what: `a training step of ${name} with batch ${batch}`, bytes };
}

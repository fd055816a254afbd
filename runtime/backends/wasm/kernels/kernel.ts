// What a kernel is: stages of independent units of work, each emitted as one function of a WebAssembly module.
import type { ComputationKind, ComputationOf } from '../../../ir/index.js';
import type { FunctionBuilder, Local } from '../emitter/index.js';
import type { Arithmetic, ArithmeticName } from './arithmetic.js';

/** What the code of a stage can use. Addresses and sizes are in bytes; tensors are dense, as `Computation` says. */
export interface StageContext {
  readonly f: FunctionBuilder;
  /** The units to do: from `first` up to but not including `end`; never none. */
  readonly first: Local<'i32'>;
  readonly end: Local<'i32'>;
  /** `Kernel.scratchBytes` of this thread alone; their values do not outlive the call. */
  readonly scratch: Local<'i32'>;
  /** Where the step's settings lie (settings.ts). */
  readonly settings: Local<'i32'>;
  /** `Kernel.workspaceBytes`, shared by all stages and threads. */
  readonly workspace: Local<'i32'>;
  /** Those of the computation, then those of its epilogue. */
  readonly inputs: readonly Local<'i32'>[];
  readonly outputs: readonly Local<'i32'>[];
  readonly arithmetic: Arithmetic;
}

/**
 * One pass over independent units: rows, panels, images. All units of a stage end before the next stage begins. A unit
 * computes the same bits whichever thread does it and whichever others are done with it, so that the number of threads
 * changes no result.
 */
export interface KernelStage {
  readonly units: number;
  /** Vector instructions that a unit takes, roughly: units are handed out in chunks that are worth it. */
  readonly unitCost: number;
  /**
   * Emits the code; it may depend on nothing but the computation and its number of inputs and outputs, since equal
   * instructions share a function. Vectors may be loaded over a tensor's end, but never stored over it.
   */
  emit(context: StageContext): void;
}

export interface Kernel {
  readonly stages: readonly KernelStage[];
  /** Bytes each thread needs for itself; 0 if absent. */
  readonly scratchBytes?: number;
  /** Bytes of shared memory besides inputs and outputs; 0 if absent. */
  readonly workspaceBytes?: number;
}

export type ConvVariant = 'direct' | 'winograd';

export interface KernelOptions {
  readonly arithmetic: ArithmeticName;
  /** How convolutions are computed where it is possible; default: what costs least. */
  readonly convVariant?: ConvVariant;
}

/**
 * Chooses and describes the kernel of a computation; nothing is emitted before `KernelStage.emit`. Stages and memory
 * do not depend on optional inputs and outputs, which `StageContext` shows.
 */
export type KernelFactory<K extends ComputationKind = ComputationKind> = (
  computation: ComputationOf<K>,
  arithmetic: Arithmetic,
  options: Pick<KernelOptions, 'convVariant'>,
) => Kernel;

/** Bytes of a 32-bit value. */
export const valueBytes = 4;
/** Values in a vector. */
export const lanes = 4;
export const vectorBytes = lanes * valueBytes;

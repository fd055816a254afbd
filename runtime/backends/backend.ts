// What can run a program. A backend is one folder here, a row of `targetIds`, and a provider in open-backend.ts.
import type { Batch, Metrics } from '../ir/batch.js';
import type { Instruction, Program, StepSettings } from '../ir/program.js';
import type { Target, TargetId } from '../ir/target.js';
import type { Plan } from '../memory/index.js';
import type { BackendHost } from './backend-host.js';

export interface Backend {
  /** What programs and plans for it are compiled for. */
  readonly target: Target;
  /** May reject with a FaultError, or another error with a message for people. */
  createExecutor(program: Program, plan: Plan): Promise<Executor>;
  /** Measures kernels of a program; resolves to a backend with the faster ones, or to itself. Never rejects. */
  tune?(program: Program): Promise<Backend>;
  /**
   * The backend on a new device, after a loss. It has the same `target` object if the new adapter is of the same kind,
   * so that the training continues with the same kernels. Rejects with a FaultError if there is no device.
   */
  recreate?(): Promise<Backend>;
}

/** Why a backend cannot be had: sentences for people. */
export interface Unavailable {
  readonly reason: string;
  readonly advice: string;
}

export function isUnavailable(opened: Backend | Unavailable): opened is Unavailable {
  return 'reason' in opened;
}

export interface BackendProvider {
  readonly id: TargetId;
  open(host: BackendHost): Promise<Backend | Unavailable>;
}

/**
 * Steps that a caller may start before the metrics of the first arrive. It hides the latency of reading metrics back;
 * the bound limits what an executor holds in flight.
 */
export const stepsInFlight = 4;

/** Holds a program's tensors and runs it. Owns memory or a device: dispose of it. */
export interface Executor {
  readonly backend: TargetId;
  /** For people: the adapter's name, or `WebAssembly on the CPU, 2 threads, ...`. */
  readonly description: string;
  readonly program: Program;
  /** Bytes this executor allocated; equal to the plan's. */
  readonly allocatedBytes: number;
  /**
   * Runs one training step. Steps run in the order of the calls; a caller may start the next before the metrics of
   * this one arrive (the executor holds a bounded number in flight). A device fault rejects with a FaultError. An
   * aborted step rejects with the signal's reason, soon but not at once; either all its parameters are updated or none.
   */
  step(batch: Batch, settings: StepSettings, signal?: AbortSignal): Promise<Metrics>;
  /** Forward in inference mode; changes no parameter. */
  evaluate(batch: Batch, signal?: AbortSignal): Promise<Metrics>;
  /** Reads a whole tensor by its id. */
  read(tensor: number): Promise<Float32Array>;
  /** Overwrites a whole tensor; throws a RangeError when the length differs. */
  write(tensor: number, values: Float32Array): void;
  /**
   * Copies what a training continues from into arrays of `allocateSnapshot`, as it is after the steps asked for before
   * the call; later steps may be asked for meanwhile. Allocates nothing on the device. One call at a time.
   * @returns milliseconds for which it blocked the training
   */
  readSnapshot(into: readonly Float32Array[]): Promise<number>;
  /**
   * Runs one training step an instruction at a time and shows each tensor that was written, in that order; stops early,
   * the step half done, when `see` answers true. It reads everything back: for finding faults, not for training.
   */
  trace(
    batch: Batch,
    settings: StepSettings,
    see: (tensor: number, values: Float32Array, instruction: Instruction) => boolean,
    signal?: AbortSignal,
  ): Promise<void>;
  dispose(): void;
}

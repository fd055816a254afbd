// What can run a program: the same interface on WebGPU (runtime/device) and in plain TypeScript (runtime/reference).
import type { Batch, Metrics } from '../ir/batch.js';
import type { Instruction, Program, StepSettings } from '../ir/program.js';

/** Holds a program's tensors and runs it. Owns memory or a device: dispose of it. */
export interface Executor {
  readonly backend: 'webgpu' | 'reference';
  /** For people: the adapter's name, or `plain TypeScript on the CPU`. */
  readonly description: string;
  readonly program: Program;
  /** Bytes this executor allocated; equal to the plan's. */
  readonly allocatedBytes: number;
  /**
   * Runs one training step. Steps run in the order of the calls; a caller may start the next before the metrics of
   * this one arrive (the executor holds a bounded number in flight). What a device does wrong rejects with a
   * FaultError.
   */
  step(batch: Batch, settings: StepSettings): Promise<Metrics>;
  /** Forward in inference mode; changes no parameter. */
  evaluate(batch: Batch): Promise<Metrics>;
  /** Reads a whole tensor by its id. */
  read(tensor: number): Promise<Float32Array>;
  /** Overwrites a whole tensor; throws a RangeError when the length differs. */
  write(tensor: number, values: Float32Array): void;
  /**
   * Copies what a training goes on from into arrays made by `emptyKept`, as it is after the steps asked for before the
   * call; later steps may be asked for meanwhile. Allocates nothing on the device. One call at a time.
   * @returns milliseconds that it held the training up
   */
  keep(into: readonly Float32Array[]): Promise<number>;
  /**
   * Runs one training step an instruction at a time and shows each tensor that was written, in that order; stops early,
   * the step half done, when `see` answers true. It reads everything back: for finding faults, not for training.
   */
  trace(
    batch: Batch,
    settings: StepSettings,
    see: (tensor: number, values: Float32Array, instruction: Instruction) => boolean,
  ): Promise<void>;
  dispose(): void;
}

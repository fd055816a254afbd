// What a CPU backend supplies to the shared executor: where its memory comes from, and how it computes an instruction.
import type { Instruction, MicroBatchSettings, TargetId } from '../../ir/index.js';
import type { MemoryOptions, Values } from './memory.js';

/** An instruction with the values of its tensors. */
export interface BoundInstruction {
  readonly instruction: Instruction;
  readonly inputs: readonly Values[];
  readonly outputs: readonly Values[];
}

/** What remains of an instruction: each iteration does a slice of some milliseconds. */
export type Slices = Generator<void>;

/** The slices that a function returned; none where it did everything at once, whatever it returned. */
export function slicesIn(returned: unknown): Slices | readonly [] {
  return typeof returned === 'object' && returned !== null && 'next' in returned ? (returned as Slices) : [];
}

/** Runs at once, or returns what remains, in slices between which the executor lets the event loop run. */
export type RunInstruction = (settings: MicroBatchSettings) => Slices | undefined;

export interface CpuOps extends MemoryOptions {
  readonly backend: TargetId;
  /** For people. */
  readonly description: string;
  /** Called once per instruction, before the first step. */
  bind(instruction: BoundInstruction): RunInstruction;
  /** Frees what the backend holds besides the memory; slices may still be under way, and are abandoned later. */
  dispose?(): void;
}

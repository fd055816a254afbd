// What a CPU backend supplies to the shared executor: where its memory comes from, and how it computes an instruction.
import type { Instruction, PartSettings, TargetId } from '../../ir/index.js';
import type { MemoryOptions, Values } from './memory.js';

/** An instruction with the values of its tensors. */
export interface BoundInstruction {
  readonly instruction: Instruction;
  readonly inputs: readonly Values[];
  readonly outputs: readonly Values[];
}

export type RunInstruction = (settings: PartSettings) => void;

export interface CpuOps extends MemoryOptions {
  readonly backend: TargetId;
  /** For people. */
  readonly description: string;
  /** Called once per instruction, before the first step. */
  bind(instruction: BoundInstruction): RunInstruction;
}

// The reference's memory: one array buffer for each of the plan's, seen as tensors.

import { type Computation, type Instruction, type Program, sizeOf } from '../../ir/index.js';
import type { Plan } from '../../memory/index.js';
import type { Values } from './compute.js';

/** An instruction with its arrays at hand. */
export interface BoundInstruction {
  readonly computation: Computation;
  readonly inputs: readonly Values[];
  readonly outputs: readonly Values[];
  /** Those of them that are stored in halves: what is computed is to be rounded. */
  readonly halves: readonly Values[];
}

export interface ReferenceMemory {
  /** Bytes allocated. */
  readonly bytes: number;
  /** By tensor id. */
  readonly tensors: readonly Values[];
  readonly step: readonly BoundInstruction[];
  readonly evaluation: readonly BoundInstruction[];
  /** Numbers to work in; the same memory at every call, grown where it is too small. */
  scratch(length: number): Values;
}

/** Throws a RangeError where the machine has not enough memory. */
export function createMemory(program: Program, plan: Plan, precision: 'float32' | 'float64'): ReferenceMemory {
  const Numbers = precision === 'float64' ? Float64Array : Float32Array;
  const stored = program.tensors.some(({ type }) => type === 'f16') ? 2 : 4;
  const width = Numbers.BYTES_PER_ELEMENT / stored;
  const buffers = plan.buffers.map((buffer) => new ArrayBuffer(buffer.bytes * width));
  const tensors = program.tensors.map(({ id, shape, type }): Values => {
    const buffer = buffers[plan.tensorBuffer[id]] ?? new ArrayBuffer(0);
    const length = buffer.byteLength === 0 ? 0 : sizeOf(shape);
    if (type === 'u32') return new Uint32Array(buffer, 0, length);
    return new Numbers(buffer, 0, length);
  });
  const bind = ({ computation, inputs, outputs }: Instruction): BoundInstruction => ({
    computation,
    inputs: inputs.map((id) => tensors[id]),
    outputs: outputs.map((id) => tensors[id]),
    halves: outputs.filter((id) => program.tensors[id].type === 'f16').map((id) => tensors[id]),
  });
  let scratch: Values = new Numbers(0);
  return {
    bytes: buffers.reduce((sum, buffer) => sum + buffer.byteLength, 0),
    tensors,
    step: program.step.map(bind),
    evaluation: program.evaluation.map(bind),
    scratch(length) {
      if (scratch.length < length) scratch = new Numbers(length);
      return scratch;
    },
  };
}

// The memory of a program on the CPU: the plan's buffers, and each tensor as a typed array in its buffer.
import { type Program, sizeOf } from '../../ir/index.js';
import type { Plan } from '../../memory/index.js';

/** A tensor's values. Labels are whole numbers; all others have the width that the backend computes in. */
export type Values = Float32Array | Float64Array | Uint32Array;

/** Where a buffer of the plan lies: an ArrayBuffer of its own, or a part of one memory that all share. */
export interface Region {
  readonly memory: ArrayBuffer;
  readonly offset: number;
}

export interface CpuMemory {
  /** Bytes allocated. */
  readonly bytes: number;
  /** By tensor id; empty for a tensor without a buffer in the plan. */
  readonly tensors: readonly Values[];
}

export interface MemoryOptions {
  readonly Floats: Float32ArrayConstructor | Float64ArrayConstructor;
  allocate(sizes: readonly number[]): readonly Region[];
}

/**
 * A float takes the width of `Floats`, whatever the plan's: buffers are twice as large in float64, and in float32 for
 * programs with f16 storage. Throws a RangeError where the machine has not enough memory.
 */
export function layOutMemory(program: Program, plan: Plan, { Floats, allocate }: MemoryOptions): CpuMemory {
  const plannedWidth = program.tensors.some(({ type }) => type === 'f16') ? 2 : 4;
  const growth = Floats.BYTES_PER_ELEMENT / plannedWidth;
  const sizes = plan.buffers.map(({ bytes }) => bytes * growth);
  const regions = allocate(sizes);
  const tensors = program.tensors.map(({ id, shape, type }): Values => {
    const region = regions[plan.tensorBuffer[id]];
    if (!region) return type === 'u32' ? new Uint32Array() : new Floats();
    const Type = type === 'u32' ? Uint32Array : Floats;
    return new Type(region.memory, region.offset, sizeOf(shape));
  });
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), tensors };
}

/** One ArrayBuffer for each buffer. */
export function allocateArrayBuffers(sizes: readonly number[]): Region[] {
  return sizes.map((size) => ({ memory: new ArrayBuffer(size), offset: 0 }));
}

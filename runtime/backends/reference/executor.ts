// Plain TypeScript on the shared CPU executor: the reference of the tests, and the trainer where there is no GPU.
import type { Program } from '../../ir/index.js';
import type { Plan } from '../../memory/index.js';
import { allocateArrayBuffers, type CpuExecutor, type CpuOps, createCpuExecutor, type Values } from '../cpu/index.js';
import { computeInSlices } from './computations/index.js';

export interface ReferenceOptions {
  /** `float64` serves as an oracle and takes twice the plan's memory. Default: `float32`. */
  readonly precision?: 'float32' | 'float64';
}

/** Besides the plan's buffers it holds some 64 KiB of scratch memory for convolutions. */
export function createReferenceExecutor(
  program: Program,
  plan: Plan,
  { precision = 'float32' }: ReferenceOptions = {},
): CpuExecutor {
  return createCpuExecutor(program, plan, createReferenceOps(precision === 'float64' ? Float64Array : Float32Array));
}

function createReferenceOps(Floats: CpuOps['Floats']): CpuOps {
  let memory: Values = new Floats(0);
  const scratch = (length: number): Values => {
    if (memory.length < length) memory = new Floats(length);
    return memory;
  };
  return {
    backend: 'reference',
    description: 'plain TypeScript on the CPU',
    Floats,
    allocate: allocateArrayBuffers,
    bind:
      ({ instruction: { computation }, inputs, outputs }) =>
      (settings) =>
        computeInSlices(computation, inputs, outputs, { settings, scratch }),
  };
}

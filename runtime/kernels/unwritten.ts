// Stands where a computation's kernels are still to be written: asking for them fails at once, with the reason.
import type { Computation } from '../program/program.js';
import type { KernelsOf } from './kernel.js';

export const unwritten: KernelsOf<Computation> = ({ computation, layer }) => {
  throw new Error(`${layer}: ${computation.kind} has no WebGPU kernel yet; train on the reference instead.`);
};

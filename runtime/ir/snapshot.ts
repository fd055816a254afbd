// What a training goes on from: everything that one step leaves to the next. Copied to the host now and then, so that a
// lost device costs some steps and not the training.
import { sizeOf } from './extents.js';
import type { Program } from './program.js';

/** The ids of the tensors that outlive a step: parameters, optimizer states, running statistics. */
export function keptTensors({ parameters, statistics }: Program): number[] {
  return [
    ...parameters.flatMap(({ tensor, states }) => [tensor, ...states]),
    ...statistics.map(({ tensor }) => tensor),
  ];
}

/** Arrays for `Executor.keep`, parallel to `keptTensors`. Throws a RangeError where the host has no memory for them. */
export function emptyKept(program: Program): Float32Array[] {
  return keptTensors(program).map((tensor) => new Float32Array(lengthOf(program, tensor)));
}

/** How many values a tensor has. */
export function lengthOf({ tensors }: Program, tensor: number): number {
  return sizeOf(tensors[tensor].shape);
}

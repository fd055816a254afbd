// What a training continues from: every tensor that one step leaves to the next. Copied to the host now and then, so
// that a lost device costs some steps and not the training.
import { sizeOf } from './extents.js';
import type { Program } from './program.js';

/** The ids of the tensors that outlive a step: parameters, optimizer states, running statistics. */
export function snapshotTensors({ parameters, statistics }: Program): number[] {
  return [
    ...parameters.flatMap(({ tensor, states }) => [tensor, ...states]),
    ...statistics.map(({ tensor }) => tensor),
  ];
}

/**
 * Arrays for `Executor.readSnapshot`, parallel to `snapshotTensors`. Throws a RangeError where the host has no memory
 * for them.
 */
export function allocateSnapshot(program: Program): Float32Array[] {
  return snapshotTensors(program).map((tensor) => new Float32Array(lengthOf(program, tensor)));
}

/** How many values a tensor has. */
export function lengthOf({ tensors }: Program, tensor: number): number {
  return sizeOf(tensors[tensor].shape);
}

// How a training begins, or begins again: every parameter drawn by the seed, every optimizer's memory empty, no batch
// seen.
import type { Executor } from '../backends/backend.js';
import { initialValues, keptTensors, mulberry32, sizeOf } from '../ir/index.js';
import type { Kept } from './snapshots.js';

/** Overwrites all parameters, optimizer states and running statistics of an executor, whatever ran on it before. */
export function initialise(executor: Executor, seed: number): void {
  const { parameters, statistics, tensors } = executor.program;
  const random = mulberry32(seed);
  for (const parameter of parameters) {
    const { shape } = tensors[parameter.tensor];
    const values = initialValues(parameter, shape, random);
    executor.write(parameter.tensor, values);
    for (const state of parameter.states) executor.write(state, new Float32Array(values.length));
  }
  for (const { tensor, initial } of statistics) executor.write(tensor, filled(tensors[tensor].shape, initial));
}

/** Puts an executor where the training was when it was kept; at the beginning where it never was. */
export function goBack(executor: Executor, kept: Kept | undefined, seed: number): void {
  if (kept) writeKept(executor, kept.values);
  else initialise(executor, seed);
}

/** @param values parallel to `keptTensors` */
export function writeKept(executor: Executor, values: readonly Float32Array[]): void {
  keptTensors(executor.program).forEach((tensor, index) => {
    executor.write(tensor, values[index]);
  });
}

function filled(shape: readonly number[], value: number): Float32Array {
  return new Float32Array(sizeOf(shape)).fill(value);
}

// Writes the initial state of a training: parameters drawn from the seed, zero optimizer states, initial statistics.
import { initialValues, mulberry32, sizeOf } from '../ir/index.js';
import type { Executor } from './backend.js';

/** Overwrites all parameters, optimizer states and running statistics of an executor, whatever ran on it before. */
export function initialise(executor: Executor, seed: number): void {
  const { parameters, statistics, tensors } = executor.program;
  const random = mulberry32(seed);
  for (const parameter of parameters) {
    const { shape } = tensors[parameter.tensor];
    const values = initialValues(parameter.initial, shape, random);
    executor.write(parameter.tensor, values);
    for (const state of parameter.states) executor.write(state, new Float32Array(values.length));
  }
  for (const { tensor, initial } of statistics) {
    executor.write(tensor, new Float32Array(sizeOf(tensors[tensor].shape)).fill(initial));
  }
}

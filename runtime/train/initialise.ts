// How a training begins: every parameter drawn by the seed, every optimizer's memory empty.
import { type Executor, initialValues, mulberry32 } from '../program/index.js';

/** Overwrites all parameters and optimizer states of an executor, whatever ran on it before. */
export function initialise(executor: Executor, seed: number): void {
  const { parameters, tensors } = executor.program;
  const random = mulberry32(seed);
  for (const parameter of parameters) {
    const { shape } = tensors[parameter.tensor]!;
    const values = initialValues(parameter, shape, random);
    executor.write(parameter.tensor, values);
    if (parameter.state !== undefined) executor.write(parameter.state, values.fill(0));
  }
}

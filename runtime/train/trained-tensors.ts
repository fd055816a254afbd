// What a training learned, read from its executor before that is disposed of: nothing here writes it to disk.
import type { Executor } from '../backends/backend.js';

export interface TrainedTensor {
  /** The layer's path and the parameter: `conv.2/weights`, `bn.3/running_mean`. */
  readonly name: string;
  readonly role: 'parameter' | 'statistic';
  readonly shape: readonly number[];
  /** The axes of `shape`: convolution weights are HWIO, fully connected ones IO, the rest vectors of channels. */
  readonly layout: 'HWIO' | 'IO' | 'C';
  readonly values: Float32Array;
}

/** All parameters, then the running statistics, in the program's order. */
export async function readTrained(executor: Executor): Promise<TrainedTensor[]> {
  const { parameters, statistics, tensors } = executor.program;
  const read = async (id: number, role: TrainedTensor['role']): Promise<TrainedTensor> => {
    const { name, shape } = tensors[id];
    const layout = shape.length === 4 ? 'HWIO' : shape.length === 2 ? 'IO' : 'C';
    return { name, role, shape, layout, values: await executor.read(id) };
  };
  const trained: TrainedTensor[] = [];
  for (const { tensor } of parameters) trained.push(await read(tensor, 'parameter'));
  for (const { tensor } of statistics) trained.push(await read(tensor, 'statistic'));
  return trained;
}

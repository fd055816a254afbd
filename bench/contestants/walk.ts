// Walks a network's layers in order: a library provides one function for each kind of layer.
import type { Graph, Layer, OperationOf } from '../../model/index.js';
import type { Model } from './contestant.js';

/** The layers in the bench's networks. */
export type BenchOperation = OperationOf<
  'conv' | 'fc' | 'maxpool' | 'relu' | 'bn' | 'add' | 'shortcut' | 'global_avgpool'
>;

/** A function for each kind of layer, from the values of its inputs to its value. */
export type Makers<Value> = {
  readonly [K in BenchOperation['kind']]: (operation: OperationOf<K>, inputs: readonly Value[], layer: Layer) => Value;
};

/** Returns the first output's logits. */
export function walk<Value>(
  { layers, outputs }: Graph,
  images: Value,
  makers: Makers<Value>,
  read: Reader<Value>,
): Value {
  const values: Value[] = [];
  const readers = new Map<number, number>();
  for (const layer of layers) for (const id of layer.inputs) readers.set(id, (readers.get(id) ?? 0) + 1);
  for (const layer of layers) {
    const { kind } = layer.operation;
    if (kind === 'input') {
      values[layer.id] = images;
      continue;
    }
    const inputs = layer.inputs.map((id) => {
      const left = readers.get(id)! - 1;
      readers.set(id, left);
      return read(values[id]!, left === 0);
    });
    const make = (makers as Partial<Makers<Value>>)[kind as BenchOperation['kind']];
    if (!make) throw new Error(`the bench has no ${kind} for other libraries`);
    values[layer.id] = (make as (operation: unknown, inputs: readonly Value[], layer: Layer) => Value)(
      layer.operation,
      inputs,
      layer,
    );
  }
  return values[outputs[0].layer]!;
}

/** Reads a value; `last` when nothing reads it afterwards. */
export type Reader<Value> = (value: Value, last: boolean) => Value;

/** [rows, columns] to [columns, rows]; each element is `run` consecutive values. */
export function transposed(values: Float32Array, rows: number, columns: number, run = 1): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const from = (row * columns + column) * run;
      result.set(values.subarray(from, from + run), (column * rows + row) * run);
    }
  }
  return result;
}

/** [N, H*W, C] to [N, C, H*W]. */
export function channelsFirst(values: Float32Array, batch: number, channels: number): Float32Array {
  const each = values.length / batch;
  const result = new Float32Array(values.length);
  for (let n = 0; n < batch; n++) {
    result.set(transposed(values.subarray(n * each, (n + 1) * each), each / channels, channels), n * each);
  }
  return result;
}

/** A row of `classes` values for each label: 1 at the label, else 0. */
export function oneHot({ labels }: Model, classes: number): Float32Array {
  const rows = new Float32Array(labels.length * classes);
  labels.forEach((label, row) => {
    rows[row * classes + label] = 1;
  });
  return rows;
}

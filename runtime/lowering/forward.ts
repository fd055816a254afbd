// The forward pass as instructions, in training or in inference mode, over the layers that its results need.
import type { Graph, Layer, Loss, Output } from '../../model/index.js';
import type { Instruction } from '../ir/program.js';
import { inputAt, type Mode, type TensorName } from './layers/layer-work.js';
import type { TensorRecord } from './tensor-record.js';

export interface ForwardPass {
  readonly instructions: readonly Instruction[];
  /** By layer id: the tensor that holds the layer's output; undefined for layers that no result needs. */
  readonly values: readonly (number | undefined)[];
}

/** The layer whose output the loss looks at: a final softmax is part of cross-entropy, and of no other loss. */
export function scoresLayer(graph: Graph, output: Output, loss: Loss): number {
  if (loss.kind !== 'cross_entropy') return output.layer;
  let layer = graph.layers[output.layer];
  while (layer.operation.kind === 'flatten') layer = graph.layers[layer.inputs[0]];
  return layer.operation.kind === 'softmax' ? layer.inputs[0] : output.layer;
}

/** Computes the layers `results` and all they need, in the graph's order. */
export function forwardPass(record: TensorRecord, mode: Mode, results: readonly number[]): ForwardPass {
  const { layers } = record.graph;
  const needed = neededFor(layers, results);
  const instructions: Instruction[] = [];
  const values: (number | undefined)[] = new Array(layers.length).fill(undefined);
  for (const layer of layers) {
    if (!needed[layer.id]) continue;
    values[layer.id] = layer.operation.kind === 'input' ? record.images : compute(layer);
  }
  return { instructions, values };

  function compute(layer: Layer): number {
    const steps = record.workOf(layer).forward(mode);
    if (steps.length === 0) return values[layer.inputs[0]]!;
    const named = (name: TensorName): number => {
      if (name === 'y') return record.output(layer);
      const input = inputAt(name);
      return input === undefined ? record.own(layer, name) : values[layer.inputs[input]]!;
    };
    for (const { computation, reads, writes } of steps) {
      instructions.push({
        computation,
        inputs: reads.map(named),
        outputs: writes.map(named),
        layer: layer.path,
      });
    }
    return record.output(layer);
  }
}

/** Layers come after what they read, so one sweep backwards finds all that the results need. */
export function neededFor(layers: readonly Layer[], results: readonly number[]): boolean[] {
  const needed: boolean[] = new Array(layers.length).fill(false);
  for (const result of results) needed[result] = true;
  for (let id = layers.length - 1; id >= 0; id--) {
    if (needed[id]) for (const input of layers[id].inputs) needed[input] = true;
  }
  return needed;
}

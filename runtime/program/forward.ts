// The forward pass as instructions, in training or in inference mode, over the layers that its results need.
import type { Graph, Layer, Output } from '../../language/graph/index.js';
import type { Instruction } from './program.js';
import type { TensorRecord } from './record.js';

export interface ForwardPass {
  readonly instructions: readonly Instruction[];
  /** By layer id: the tensor that holds the layer's output; undefined for layers that no result needs. */
  readonly values: readonly (number | undefined)[];
}

/** The layer whose output is the output's logits: a final softmax is left to the loss. */
export function logitsLayer(graph: Graph, output: Output): number {
  let layer = graph.layers[output.layer]!;
  while (layer.operation.kind === 'flatten') layer = graph.layers[layer.inputs[0]!]!;
  return layer.operation.kind === 'softmax' ? layer.inputs[0]! : output.layer;
}

/** Computes the layers `results` and all they need, in the graph's order. */
export function forwardPass(
  record: TensorRecord,
  mode: 'training' | 'inference',
  results: readonly number[],
): ForwardPass {
  const { layers } = record.graph;
  const needed = neededFor(layers, results);
  const instructions: Instruction[] = [];
  const values: (number | undefined)[] = new Array(layers.length);
  for (const layer of layers) {
    if (!needed[layer.id]) continue;
    values[layer.id] = layer.operation.kind === 'input' ? record.images : compute(layer);
  }
  return { instructions, values };

  function compute(layer: Layer): number {
    const { work, site } = record.working(layer);
    const x = values[layer.inputs[0]!]!;
    if (!work.forward || (work.trainingOnly && mode === 'inference')) return x;
    const parameters = record.parameters(layer).map((parameter) => parameter.tensor);
    const y = record.output(layer);
    instructions.push({
      computation: work.forward(site),
      inputs: [x, ...parameters],
      outputs: [y],
      layer: layer.path,
    });
    return y;
  }
}

/** Layers come after what they read, so one sweep backwards finds all that the results need. */
function neededFor(layers: readonly Layer[], results: readonly number[]): boolean[] {
  const needed: boolean[] = new Array(layers.length).fill(false);
  for (const result of results) needed[result] = true;
  for (let id = layers.length - 1; id >= 0; id--) {
    if (needed[id]) for (const input of layers[id]!.inputs) needed[input] = true;
  }
  return needed;
}

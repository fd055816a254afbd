// Every figure of a graph that does not depend on how it is run: what each layer instance costs and sees, and totals.
import { elements, type Graph } from '../../graph/index.js';
import { costOf, viewOf, worksInPlace } from '../../layers/index.js';
import type { Cost, ReceptiveField, Totals } from '../analysis.js';
import { inputField, look } from './field.js';

export interface Measured {
  /** Parallel to `graph.layers`. */
  readonly costs: readonly Cost[];
  readonly fields: readonly ReceptiveField[];
  readonly totals: Totals;
}

export function measure(graph: Graph): Measured {
  const costs: Cost[] = [];
  const fields: ReceptiveField[] = [];
  const sum = { weights: 0, biases: 0, buffers: 0, macs: 0, activations: 0 };
  for (const { operation, inputs, output } of graph.layers) {
    const input = inputs.length > 0 ? graph.layers[inputs[0]].output : output;
    const cost = { activations: elements(output), ...costOf(operation, input, output) };
    costs.push(cost);
    fields.push(inputs.length > 0 ? look(fields[inputs[0]], input, viewOf(operation, input)) : inputField);
    sum.weights += cost.weights.count;
    sum.biases += cost.biases;
    sum.buffers += cost.buffers;
    sum.macs += cost.macs;
    if (!worksInPlace(operation)) sum.activations += cost.activations;
  }
  return { costs, fields, totals: { ...sum, parameters: sum.weights + sum.biases } };
}

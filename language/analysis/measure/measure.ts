// Every figure of a graph that does not depend on how it is run: what each layer instance costs and sees, and totals.
import { elements, type Graph } from '../../graph/index.js';
import { costOf, viewOf, worksInPlace } from '../../layers/index.js';
import type { Cost, ReceptiveField, Totals } from '../analysis.js';
import { inputField, joined, look, misaligned } from './field.js';

export interface Measured {
  /** Parallel to `graph.layers`. */
  readonly costs: readonly Cost[];
  readonly fields: readonly ReceptiveField[];
  /** Joins whose branches see the input on different grids. */
  readonly misalignedJoins: ReadonlySet<number>;
  readonly totals: Totals;
}

export function measure({ layers }: Graph): Measured {
  const costs: Cost[] = [];
  const fields: ReceptiveField[] = [];
  const misalignedJoins = new Set<number>();
  const sum = { weights: 0, biases: 0, buffers: 0, macs: 0, activations: 0 };
  for (const { id, operation, inputs, output } of layers) {
    const shapes = inputs.map((input) => layers[input].output);
    const cost = { activations: elements(output), ...costOf(operation, shapes, output) };
    costs.push(cost);
    if (inputs.length === 0) fields.push(inputField);
    else if (inputs.length === 1) fields.push(look(fields[inputs[0]], viewOf(operation, shapes[0])));
    else {
      const branches = inputs.map((input) => fields[input]);
      const main = shapes.findIndex((shape) => shape.height === output.height && shape.width === output.width);
      fields.push(joined(branches, Math.max(0, main)));
      const onGrid = branches.filter((_, branch) => shapes[branch].height > 1 || shapes[branch].width > 1);
      if (onGrid.some((branch) => misaligned(branch, onGrid[0]))) misalignedJoins.add(id);
    }
    sum.weights += cost.weights.count;
    sum.biases += cost.biases;
    sum.buffers += cost.buffers;
    sum.macs += cost.macs;
    if (!worksInPlace(operation)) sum.activations += cost.activations;
  }
  return { costs, fields, misalignedJoins, totals: { ...sum, parameters: sum.weights + sum.biases } };
}

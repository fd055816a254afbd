// Every figure of a graph that does not depend on how it is run: what each layer instance costs and sees, and totals.
import { elements, type Graph, type Operation, type Shape } from '../../graph/index.js';
import { costOf, viewOf, worksInPlace } from '../../layers/index.js';
import type { View } from '../../layers/rule.js';
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
  // Copies of an instance share its operation and shapes: what they cost, and how they look at their input, is computed once.
  const known = new Map<Operation, Known>();
  const sum = { weights: 0, biases: 0, buffers: 0, macs: 0, activations: 0 };
  for (const { id, operation, inputs, output } of layers) {
    const given = layers[inputs[0]]?.output;
    let own = known.get(operation);
    if (own?.output !== output || own.given !== given) {
      own = { given, output, cost: costFor(layers, id), view: given && viewOf(operation, given) };
      known.set(operation, own);
    }
    const { cost, view } = own;
    costs.push(cost);
    if (!view) fields.push(inputField);
    else if (inputs.length === 1) fields.push(look(fields[inputs[0]], view));
    else {
      const shapes = inputs.map((input) => layers[input].output);
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

/** What is known of an operation between two shapes; a layer that is given nothing looks at nothing. */
interface Known {
  readonly given: Shape | undefined;
  readonly output: Shape;
  readonly cost: Cost;
  readonly view: View | undefined;
}

function costFor(layers: Graph['layers'], id: number): Cost {
  const { operation, inputs, output } = layers[id];
  const shapes = inputs.map((input) => layers[input].output);
  const { weights, biases, buffers, macs } = costOf(operation, shapes, output);
  return { activations: elements(output), weights, biases, buffers, macs };
}

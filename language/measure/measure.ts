// Measures a network: the cost and the receptive field of each layer instance, and totals.

import type { Cost, Totals } from '../../model/index.js';
import { elements, type Layer, type Operation, type Shape } from '../../model/index.js';
import { costOf, viewOf, worksInPlace } from '../layers/index.js';
import type { View } from '../layers/views.js';
import type { DraftInstance } from './draft-instance.js';
import { areMisaligned } from './fields/alignment.js';
import { fieldThrough, isOnGrid, joinFields } from './fields/receptive-field.js';

/**
 * Sets the cost and the receptive field of every instance but the first `measured`, which have them already. Returns
 * the totals.
 */
export function measure(instances: readonly DraftInstance[], measured: number): Totals {
  // Copies of an instance share its operation and shapes: their cost and view are computed once.
  const known = new Map<Operation, Known>();
  const image = instances.find(({ layer: { inputs } }) => inputs.length === 0)?.layer.output;
  let [weights, biases, buffers, macs, activations] = [0, 0, 0, 0, 0];
  for (const instance of instances) {
    const { id, operation, inputs, output } = instance.layer;
    if (id >= measured) {
      const given = instances[inputs[0]]?.layer.output;
      let own = known.get(operation);
      if (own?.output !== output || own.given !== given) {
        own = { given, output, cost: costFor(instance.layer, instances), view: given && viewOf(operation, given) };
        known.set(operation, own);
      }
      complete(instance, own, instances, image);
    }
    const { cost } = instance;
    weights += cost.weights.count;
    biases += cost.biases;
    buffers += cost.buffers;
    macs += cost.macs;
    if (!worksInPlace(operation)) activations += cost.activations;
  }
  return { weights, biases, buffers, macs, activations, parameters: weights + biases };
}

function complete(
  instance: DraftInstance,
  { cost, view, given }: Known,
  instances: readonly DraftInstance[],
  image: Shape | undefined,
): void {
  const { inputs, output } = instance.layer;
  instance.cost = cost;
  if (!view || !given || !image) return;
  if (inputs.length === 1) {
    instance.field = fieldThrough(instances[inputs[0]].field, view, { given, output, image });
    return;
  }
  instance.field = joinFields(inputs, instances, mainBranch(instance.layer, instances), { output, image });
  instance.misaligned = isMisaligned(inputs, instances);
}

/** Which branch has the grid of what is joined. */
function mainBranch({ inputs, output }: Layer, instances: readonly DraftInstance[]): number {
  const main = inputs.findIndex((input) => {
    const shape = instances[input].layer.output;
    return shape.height === output.height && shape.width === output.width;
  });
  return Math.max(0, main);
}

/** Whether branches are centred on different pixels; one of 1x1xC, spread over all places, is centred nowhere. */
function isMisaligned(inputs: readonly number[], instances: readonly DraftInstance[]): boolean {
  let first: DraftInstance | undefined;
  for (const input of inputs) {
    const branch = instances[input];
    if (!isOnGrid(branch.layer.output)) continue;
    first ??= branch;
    if (areMisaligned(branch.field, first.field)) return true;
  }
  return false;
}

/** The measures of an operation between two shapes; a layer without an input has no view. */
interface Known {
  readonly given: Shape | undefined;
  readonly output: Shape;
  readonly cost: Cost;
  readonly view: View | undefined;
}

function costFor({ operation, inputs, output }: Layer, instances: readonly DraftInstance[]): Cost {
  const shapes = inputs.map((input) => instances[input].layer.output);
  const { weights, biases, buffers, macs } = costOf(operation, shapes, output);
  return { activations: elements(output), weights, biases, buffers, macs };
}

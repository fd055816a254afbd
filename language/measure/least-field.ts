// The field of a layer's units along the branches that see least: what a skip connection keeps, and deep paths refine.
import type { Operation, Shape } from '../../model/index.js';
import type { Instance } from '../analysis.js';
import { viewOf } from '../layers/index.js';
import type { View } from '../layers/views.js';
import { fieldThrough, inputField, isOnGrid, type UnitFields } from './fields/receptive-field.js';

/** `layer`: the index of an instance; those before it include all that it reads. */
export function leastField(instances: readonly Instance[], layer: number): UnitFields {
  const image = instances.find(({ layer: { inputs } }) => inputs.length === 0)!.layer.output;
  // Copies of an instance share its operation and shapes.
  const known = new Map<Operation, { readonly given: Shape; readonly view: View }>();
  const least: UnitFields[] = [];
  for (let id = 0; id <= layer; id++) {
    const { operation, inputs, output } = instances[id].layer;
    if (inputs.length === 0) least.push(inputField);
    else if (inputs.length === 1) {
      const given = instances[inputs[0]].layer.output;
      let own = known.get(operation);
      if (own?.given !== given) {
        own = { given, view: viewOf(operation, given) };
        known.set(operation, own);
      }
      least.push(fieldThrough(least[inputs[0]], own.view, { given, output, image }));
    } else least.push(smallestBranch(inputs, instances, least));
  }
  return least[layer];
}

/** A branch of 1x1xC is spread over the places of the others, whose grid the join has. */
function smallestBranch(
  inputs: readonly number[],
  instances: readonly Instance[],
  least: readonly UnitFields[],
): UnitFields {
  let smallest: UnitFields | undefined;
  for (const input of inputs) {
    if (!isOnGrid(instances[input].layer.output)) continue;
    if (!smallest || area(least[input]) < area(smallest)) smallest = least[input];
  }
  return smallest ?? least[inputs[0]];
}

function area({ size }: UnitFields): number {
  return size[0] * size[1];
}

// The field of a layer's units along the branches that see least: what a skip connection keeps, and deep paths refine.
import type { Instance } from '../analysis.js';
import { viewOf } from '../layers/index.js';
import { fieldThrough, inputField, type UnitFields } from './fields/receptive-field.js';

/** `layer`: the index of an instance; those before it include all that it reads. */
export function leastField(instances: readonly Instance[], layer: number): UnitFields {
  const image = instances.find(({ layer: { inputs } }) => inputs.length === 0)!.layer.output;
  const least: UnitFields[] = [];
  for (const { layer: each } of instances.slice(0, layer + 1)) {
    const { operation, inputs, output } = each;
    const given = instances[inputs[0]]?.layer.output;
    const isOnGrid = (input: number) => instances[input].layer.output.height * instances[input].layer.output.width > 1;
    if (!given) least.push(inputField);
    else if (inputs.length === 1) {
      least.push(fieldThrough(least[inputs[0]], viewOf(operation, given), { given, output, image }));
    } else {
      // A branch of 1x1xC is spread over the places of the others, whose grid the join has.
      const branches = inputs.filter(isOnGrid);
      const fields = (branches.length === 0 ? inputs : branches).map((input) => least[input]);
      least.push(fields.reduce((smallest, field) => (area(field) < area(smallest) ? field : smallest)));
    }
  }
  return least[layer];
}

function area({ size }: UnitFields): number {
  return size[0] * size[1];
}

// How many floating-point operations an instruction of a program is, where it is a matrix product: the textbook's
// count, two for a multiply-accumulate, products with padding included, whatever a kernel does about them.
import { type Computation, sizeOf, type WindowGeometry } from '../../runtime/ir/index.js';

export function operationsOf(computation: Computation): number {
  switch (computation.kind) {
    case 'conv':
    case 'conv-input-gradient':
    case 'conv-weight-gradient':
      return convolutionOperations(computation.geometry, computation.groups);
    case 'fc':
    case 'fc-input-gradient':
    case 'fc-weight-gradient':
      return 2 * computation.batch * computation.inputs * computation.units;
    default:
      return 0;
  }
}

function convolutionOperations({ window, input, output }: WindowGeometry, groups: number): number {
  const [height, width] = window.kernel;
  const values = sizeOf(output);
  return (2 * values * height * width * input[3]) / groups;
}

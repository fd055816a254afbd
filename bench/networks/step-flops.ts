// FLOPs of a training step by the textbook's count: all products and sums of convolutions and fully connected layers,
// padding included. Each layer counts up to three times: forward, weight gradient, and input gradient where a layer
// before it has weights.
import { elements, type Graph, type Layer } from '../../model/index.js';

/** Forward multiply-accumulates of one image; 0 for layers that are no matrix product. */
function multiplyAccumulates({ operation, output }: Layer, input: Layer): number {
  const { channels } = input.output;
  switch (operation.kind) {
    case 'conv': {
      const [height, width] = operation.window.kernel;
      return (elements(output) * height * width * channels) / operation.groups;
    }
    case 'fc':
      return elements(input.output) * operation.units;
    default:
      return 0;
  }
}

/** FLOPs of one step, two for a multiply-accumulate. */
export function countStepFlops({ layers }: Graph, batch: number): number {
  const learns: boolean[] = [];
  let total = 0;
  for (const layer of layers) {
    const before = layer.inputs.some((id) => learns[id]);
    const input = layers[layer.inputs[0] ?? -1];
    const products = input ? multiplyAccumulates(layer, input) : 0;
    learns[layer.id] = before || products > 0;
    total += products * (before ? 3 : 2);
  }
  return 2 * batch * total;
}

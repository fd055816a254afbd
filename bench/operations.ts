// How many floating-point operations a training step is, by the textbook's count: every product and every sum of a
// convolution or fully connected layer, padding included, and nothing for the rest. A step does each layer's products
// up to three times: forward, for the gradient of its weights, and for that of its input where anything before it
// learns.
import { elements, type Graph, type Layer } from '../model/index.js';

/** Multiply-accumulates of one image, forward; 0 for a layer without weights that are multiplied. */
export function multiplyAccumulates({ operation, output }: Layer, input: Layer): number {
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

/** Floating-point operations of one step, two for a multiply-accumulate. */
export function stepOperations({ layers }: Graph, batch: number): number {
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

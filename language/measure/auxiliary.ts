// The auxiliary part of a network: layers that only its other outputs need, such as GoogLeNet's training heads.
import type { NetworkAnalysis } from '../analysis.js';

/** Figures of those layers alone; each is part of the network's totals. */
export interface Auxiliary {
  readonly layers: number;
  readonly parameters: number;
  readonly macs: number;
}

/** All zero for a network with one output. */
export function auxiliaryOf({ graph, instances }: NetworkAnalysis): Auxiliary {
  const sum = { layers: 0, parameters: 0, macs: 0 };
  const [evaluated] = graph.outputs;
  if (graph.outputs.length < 2) return sum;
  const needed = new Set([evaluated.layer]);
  // Layers come after what they read, so a backward walk visits each layer after all its readers.
  for (let id = graph.layers.length - 1; id >= 0; id--) {
    const { layer, cost } = instances[id];
    if (needed.has(id)) {
      for (const input of layer.inputs) needed.add(input);
      continue;
    }
    sum.layers += 1;
    sum.parameters += cost.weights.count + cost.biases;
    sum.macs += cost.macs;
  }
  return sum;
}

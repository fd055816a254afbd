// A network's parameters and running statistics by the names that files have for them: the layer's path, and PyTorch's
// word for the tensor: `Stage.2/Bottleneck[3]/conv.2.weight`.
import type { Graph, Initialisation, Layer } from '../../model/index.js';
import { drawInitialValues, type LayerTensor, layerTensors } from '../../runtime/lowering/index.js';

/** What a file calls a layer's tensors. */
export type TensorWord = 'weight' | 'bias' | 'running_mean' | 'running_var';

const words: { readonly [N in LayerTensor['name']]: TensorWord } = {
  weights: 'weight',
  biases: 'bias',
  scale: 'weight',
  shift: 'bias',
  slopes: 'weight',
  running_mean: 'running_mean',
  running_variance: 'running_var',
};

export interface FileTensor extends LayerTensor {
  readonly fileName: string;
  readonly word: TensorWord;
}

/** All of a network, in the order of the layers. */
export function fileTensors(graph: Graph, init: Initialisation = 'he'): FileTensor[] {
  return layerTensors(graph, init).map((tensor) => {
    const word = words[tensor.name];
    return { ...tensor, word, fileName: `${graph.layers[tensor.layer].path}.${word}` };
  });
}

/** A network's values by layer and word, in our layouts: convolutions HWIO, fully connected layers IO. */
export interface Weights {
  /** Undefined for a tensor that the layer does not have. */
  find(layer: Layer, word: TensorWord): Float32Array | undefined;
}

/** @param values by the tensors' names in files */
export function createWeights(values: ReadonlyMap<string, Float32Array>): Weights {
  return { find: ({ path }, word) => values.get(`${path}.${word}`) };
}

/** The values that a training with this seed begins with. */
export function initialWeights(graph: Graph, init: Initialisation, seed: number): Map<string, Float32Array> {
  const tensors = fileTensors(graph, init);
  const values = drawInitialValues(tensors, seed);
  return new Map(tensors.map(({ fileName }, index) => [fileName, values[index]]));
}

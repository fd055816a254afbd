// Weights of a network as a safetensors file, in our layout or PyTorch's, and such a file read for a network.
import { formatCount, type Graph } from '../../model/index.js';
import { fromTorch, type Layout, shapeIn, toTorch } from './layouts.js';
import { type FileTensor, fileTensors } from './parameters.js';
import {
  type NamedTensor,
  readSafetensors,
  type TensorFile,
  TensorFileError,
  writeSafetensors,
} from './safetensors.js';

/** Of a file; VGG-19's weights take 0.6 GB. */
export const maxWeightsBytes = 2 ** 31;

/** Increased when names or layouts change; a file of a later version is refused. */
const version = 1;
const format = 'receptive-weights';

/** @param values by the tensors' names in files; total over the network */
export function writeWeightsFile(graph: Graph, values: ReadonlyMap<string, Float32Array>, layout: Layout): Uint8Array {
  const tensors = fileTensors(graph).map((tensor): NamedTensor => {
    const { fileName, shape } = tensor;
    const ours = values.get(fileName);
    if (!ours) throw new Error(`there are no values for ${fileName}`);
    return { name: fileName, ...(layout === 'torch' ? toTorch(graph, tensor, ours) : { shape, values: ours }) };
  });
  return writeSafetensors({ tensors, metadata: { format, version: `${version}`, network: graph.name, layout } });
}

/**
 * The values of a network by the tensors' names, in our layout. Tensors whose names are not the network's, such as an
 * optimizer's, are passed over. Throws a TensorFileError with the first parameter that is missing or has another shape.
 */
export function readWeightsFile(graph: Graph, file: Uint8Array): Map<string, Float32Array> {
  const read = readSafetensors(file);
  const layout = layoutOf(read);
  const byName = new Map(read.tensors.map((tensor) => [tensor.name, tensor]));
  return new Map(
    fileTensors(graph).map((tensor) => {
      const { fileName } = tensor;
      const found = byName.get(fileName);
      if (!found) throw new TensorFileError(`has no ${fileName}: it is not of the network ${graph.name}.`);
      checkShape(found, shapeIn(layout, graph, tensor));
      return [fileName, arrange(graph, layout, tensor, found.values)];
    }),
  );
}

function layoutOf({ metadata }: TensorFile): Layout {
  if (metadata.format === undefined) return 'ours';
  if (metadata.format !== format || Number(metadata.version) !== version)
    throw new TensorFileError(`was written by another version: ${metadata.format}, version ${metadata.version}.`);
  return metadata.layout === 'torch' ? 'torch' : 'ours';
}

function checkShape({ name, shape }: NamedTensor, expected: readonly number[]): void {
  if (shape.length === expected.length && shape.every((side, axis) => side === expected[axis])) return;
  const [given, needed] = [shape, expected].map((sides) => `[${sides.map((side) => formatCount(side)).join(', ')}]`);
  throw new TensorFileError(`has a ${name} of shape ${given}; the network's is ${needed}.`);
}

function arrange(graph: Graph, layout: Layout, tensor: FileTensor, values: Float32Array): Float32Array {
  return layout === 'torch' ? fromTorch(graph, tensor, values).values : values;
}

// Whether a network fits its data: asked before anything is allocated.
import { elements, formatShape, type Graph } from '../../language/graph/index.js';
import type { DataSetDescription } from '../data/dataset.js';

/** Why the network cannot learn this data set, with what to write instead; undefined when it can. */
export function misfit(graph: Graph, data: DataSetDescription): string | undefined {
  const input = graph.layers.find((layer) => layer.operation.kind === 'input');
  const { height, width, channels } = data.shape;
  const wanted = `${height}x${width}x${channels}`;
  if (!input)
    return `${graph.name} has no input; begin it with input(${wanted}), the size of the images of ${data.name}.`;
  const given = input.output;
  if (given.height !== height || given.width !== width || given.channels !== channels) {
    const size = `${given.height}x${given.width}x${given.channels}`;
    return `${graph.name} takes images of ${size}, but those of ${data.name} are ${wanted}; write input(${wanted}).`;
  }
  for (const output of graph.outputs) {
    const scores = graph.layers[output.layer]!;
    if (elements(scores.output) !== data.classes) {
      return (
        `${graph.name} answers with ${formatShape(scores.output)} (${scores.path}), but ${data.name} has ` +
        `${data.classes} classes; end it with fc(${data.classes}).`
      );
    }
  }
  return undefined;
}

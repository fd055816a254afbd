// Checks that a network fits its data, before anything is allocated.
import {
  type Augmentation,
  augmentedShape,
  elements,
  formatShape,
  formatSize,
  type Graph,
  type Shape,
} from '../../model/index.js';
import type { DataSet } from '../data/dataset.js';

/** Why the network cannot learn this data set, with what to write instead; undefined when it can. */
export function findDataMismatch(graph: Graph, data: DataSet, augment: readonly Augmentation[]): string | undefined {
  const { shape, tooLarge } = augmentedShape(data.shape, augment);
  if (tooLarge) return `${data.name}: ${tooLarge.message}`;
  const input = graph.layers.find((layer) => layer.operation.kind === 'input');
  const wanted = formatSize(shape);
  if (!input)
    return `${graph.name} has no input; begin it with input(${wanted}), the size of the images of ${data.name}.`;
  const given = formatSize(input.output);
  if (given !== wanted) {
    const are = augment.some(({ kind }) => kind === 'crop') ? `come as ${wanted} after the crop` : `are ${wanted}`;
    const remedy = channelsFirst(shape, input.output)
      ? 'their channels come first: save them as x.transpose(0, 2, 3, 1)'
      : `write input(${wanted})`;
    return `${graph.name} takes images of ${given}, but those of ${data.name} ${are}; ${remedy}.`;
  }
  for (const output of graph.outputs) {
    const scores = graph.layers[output.layer];
    if (elements(scores.output) !== data.classes) {
      return (
        `${graph.name} answers with ${formatShape(scores.output)} (${scores.path}), but ${data.name} has ` +
        `${data.classes} classes; end it with fc(${data.classes}).`
      );
    }
  }
  return undefined;
}

/** Whether images are what the network takes in the order of PyTorch: channels x height x width. */
function channelsFirst(images: Shape, taken: Shape): boolean {
  return images.height === taken.channels && images.width === taken.height && images.channels === taken.width;
}

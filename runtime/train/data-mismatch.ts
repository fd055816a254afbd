// Checks that a network fits its data, before anything is allocated.
import {
  augmentedShape,
  elements,
  formatShape,
  formatSize,
  type Graph,
  isImageGoal,
  type Shape,
  sameShape,
  type TrainingJob,
} from '../../model/index.js';
import type { DataSet } from '../data/dataset.js';

/** Why the network cannot learn this data set, with what to write instead; undefined when it can. */
export function findDataMismatch(
  graph: Graph,
  data: DataSet,
  { augment, goal }: Pick<TrainingJob, 'augment' | 'goal'>,
): string | undefined {
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
  for (const { layer } of graph.outputs) {
    const { output, path } = graph.layers[layer];
    const answer = `${graph.name} answers with ${formatShape(output)} (${path})`;
    if (isImageGoal(goal)) {
      const target = targetShape(data, shape, goal);
      if (!target) return `${data.name} has no target images: write target = input, or train on pairs of images.`;
      if (!sameShape(output, target)) return `${answer}, but the target images are ${formatSize(target)}.`;
    } else if (elements(output) !== data.classes) {
      return `${answer}, but ${data.name} has ${data.classes} classes; end it with fc(${data.classes}).`;
    }
  }
  return undefined;
}

/** Of target images that belong to images of a shape; undefined where the data set has none. */
function targetShape(data: DataSet, given: Shape, goal: TrainingJob['goal']): Shape | undefined {
  if (goal === 'input') return given;
  if (!data.targetShape) return undefined;
  const scale = data.targetShape.height / data.shape.height;
  const { channels } = data.targetShape;
  return { height: scale * given.height, width: scale * given.width, channels };
}

/** Whether images are what the network takes in the order of PyTorch: channels x height x width. */
function channelsFirst(images: Shape, taken: Shape): boolean {
  return images.height === taken.channels && images.width === taken.height && images.channels === taken.width;
}

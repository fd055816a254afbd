// Advice on a receptive field more than four times the image, counted along the branches that see least: the skips of
// ResNet-152 and the 1x1 branches of Inception-v4 keep a short way open, and their deep ways refine it.
import type { Pair } from '../../../model/index.js';
import { formatPair } from '../../../model/index.js';
import { sideOf } from '../../layers/window/geometry.js';
import { type AdviceRule, classifierOf, type Subject } from './rule.js';

const farLarger = 4;

export const fieldTooLarge = {
  diagnostic: {
    code: 'field-too-large',
    severity: 'advice',
    title: 'A receptive field far larger than the image at the classifier',
    why:
      'A window that reaches past the image on all sides sees mostly padding, and what widened it further was paid for ' +
      'without a gain. Where there are branches the one that sees least counts (Araujo, Norris and Sim, 2019).',
    wrong: `network A { input(28x28x1) -> [conv(8, dilation=16) -> relu]*6 -> global_avgpool -> fc(10) }`,
    right: `network A { input(28x28x1) -> [conv(8, dilation=2) -> relu]*6 -> global_avgpool -> fc(10) }`,
  },
  check(subject) {
    const classifier = classifierOf(subject);
    const input = subject.instances.find(({ layer }) => layer.operation.kind === 'input');
    if (!classifier || !input || classifier.file !== undefined) return [];
    const last = classifier.layer.inputs[0];
    const { output } = input.layer;
    const isFar = (size: Pair) => ([0, 1] as const).every((axis) => size[axis] > farLarger * sideOf(output, axis));
    if (!isFar(subject.instances[last].field.size)) return [];
    const least = leastField(subject, last);
    if (!isFar(least)) return [];
    const message =
      `every unit here sees a window of ${formatPair(least)}, and the image has ${output.height}x${output.width} pixels: ` +
      'most of it is padding.';
    return [{ range: classifier.origin, message }];
  },
} as const satisfies AdviceRule;

/** The size that a layer's units see along the branch that sees least. */
function leastField({ instances }: Subject, last: number): Pair {
  const along = (axis: 0 | 1) => {
    const least = new Float64Array(last + 1);
    for (let id = 0; id <= last; id++) {
      const { layer, field } = instances[id];
      const [first] = layer.inputs;
      if (layer.inputs.length === 0) least[id] = field.size[axis];
      else if (layer.inputs.length === 1)
        least[id] = least[first] + field.size[axis] - instances[first].field.size[axis];
      else least[id] = layer.inputs.reduce((size, input) => Math.min(size, least[input]), Number.POSITIVE_INFINITY);
    }
    return least[last];
  };
  return [along(0), along(1)];
}

// Advice on a receptive field more than four times the image, counted along the branches that see least: the skips of
// ResNet-152 and the 1x1 branches of Inception-v4 keep a short way open, and their deep ways refine it.
import type { Pair } from '../../graph/index.js';
import { sideOf } from '../../layers/geometry.js';
import { formatPair } from '../format.js';
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
    const least = leastFields(subject)[last];
    if (!isFar(least)) return [];
    const message =
      `every unit here sees a window of ${formatPair(least)}, and the image has ${output.height}x${output.width} pixels: ` +
      'most of it is padding.';
    return [{ range: classifier.origin, message }];
  },
} as const satisfies AdviceRule;

/** The size each unit sees along the branch that sees least. */
function leastFields({ instances }: Subject): Pair[] {
  const least: Pair[] = [];
  for (const { layer, field } of instances) {
    const along = (axis: 0 | 1) => {
      const branches = layer.inputs.map((input) => least[input][axis]);
      if (branches.length === 0) return field.size[axis];
      if (branches.length > 1) return Math.min(...branches);
      return branches[0] + field.size[axis] - instances[layer.inputs[0]].field.size[axis];
    };
    least.push([along(0), along(1)]);
  }
  return least;
}

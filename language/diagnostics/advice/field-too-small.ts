// Advice on a receptive field under half of the image where only global pooling follows. A fully connected layer on the
// places themselves sees everything; and AlexNet's 195 of 224 and VGG-16's 212 are no flaw, hence the half.

import { formatPair } from '../../../model/index.js';
import { sideOf } from '../../layers/window/geometry.js';
import { type AdviceRule, classifierOf } from './rule.js';

export const fieldTooSmall = {
  diagnostic: {
    code: 'field-too-small',
    severity: 'advice',
    title: 'A receptive field much smaller than the image at the classifier',
    why:
      'Behind a global pooling the classifier knows only whether something was seen, not where: what is larger than ' +
      "one unit's receptive field, no unit has seen as a whole (Araujo, Norris and Sim, 2019, relate accuracy to it).",
    wrong: `network A { input(64x64x3) -> [conv(16) -> relu]*3 -> global_avgpool -> fc(10) }`,
    right: `network A {
  input(64x64x3) -> [[conv(16) -> relu]*2 -> maxpool(2)]*3 -> [conv(16) -> relu]*2 -> global_avgpool -> fc(10)
}`,
  },
  check(subject) {
    const classifier = classifierOf(subject);
    const input = subject.instances.find(({ layer }) => layer.operation.kind === 'input');
    if (!classifier || !input || classifier.file !== undefined) return [];
    if (!/pool$/.test(classifier.layer.operation.kind)) return [];
    const { size } = subject.instances[classifier.layer.inputs[0]].field;
    const { output } = input.layer;
    if (([0, 1] as const).every((axis) => 2 * size[axis] >= sideOf(output, axis))) return [];
    const message =
      `each unit pooled here sees ${formatPair(size)} of the ${output.height}x${output.width} pixels: ` +
      'more layers, strides or dilation let them see larger things.';
    return [{ range: classifier.origin, message }];
  },
} as const satisfies AdviceRule;

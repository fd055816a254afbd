// Advice on large filters behind the first layer. 5x5 keeps the course's rule ("3x3 or at most 5x5"), so LeNet,
// AlexNet and GoogLeNet hear nothing of it; 7x1 beside 1x7 (Inception-v4) is a better answer still.

import { formatCount } from '../../../model/index.js';
import type { Instance } from '../../analysis.js';
import { writing } from '../diagnostic.js';
import { type AdviceRule, type Finding, findingsAt, isSpatial, type Subject } from './rule.js';

export const largeFilter = {
  diagnostic: {
    code: 'large-filter',
    severity: 'advice',
    title: 'A large filter behind the first layer',
    why:
      'Prefer a stack of small filters to one large filter: the stack sees as much, has fewer weights, and has ' +
      'non-linearities in between. 5x5 at most, and larger ones only on the image itself (CS231n, "Layer Patterns").',
    wrong: `network A { input(32x32x3) -> conv(32) -> relu -> conv(32, 7x7) -> relu -> fc(10) }`,
    right: `network A { input(32x32x3) -> conv(32) -> relu -> [conv(32) -> relu]*3 -> fc(10) }`,
  },
  check: (subject) => findingsAt(subject, compare),
} as const satisfies AdviceRule;

const names = ['no', 'one', 'two', 'three', 'four', 'five'];

function compare({ instances, textOf }: Subject, instance: Instance): Finding | undefined {
  const { operation, inputs } = instance.layer;
  if (operation.kind !== 'conv' || operation.groups > 1 || instance.file !== undefined) return undefined;
  const { window, filters } = operation;
  const { 0: size, 1: width } = window.kernel;
  if (size <= 5 || size !== width || size % 2 === 0) return undefined;
  if ([...window.stride, ...window.dilation].some((steps) => steps > 1)) return undefined;
  const given = instances[inputs[0]];
  // The first window of the network looks at the image itself; one that sees everything is a fully connected layer.
  if (given.field.size.every((side) => side === 1) || !isSpatial(instance)) return undefined;
  const { channels } = given.layer.output;
  const count = (size - 1) / 2;
  const stack = 9 * channels * filters + (count - 1) * 9 * filters * filters;
  if (stack >= instance.cost.weights.count) return undefined;
  const message =
    `this ${size}x${size} window has ${instance.cost.weights.product} = ` +
    `${formatCount(instance.cost.weights.count)} weights; ${names[count] ?? count} 3x3 convolutions see as much with ` +
    `${formatCount(stack)}, and have rectifiers in between.`;
  const plain = /^(conv|CONV)\((\w+), *\d+(x\d+)?\)$/.exec(textOf(instance.origin));
  const text = plain && `[[${plain[1]}(${plain[2]}) -> relu]*${count - 1} -> ${plain[1]}(${plain[2]})]`;
  const fixes = text ? [writing(text, instance.origin)] : [];
  return { range: instance.origin, message, fixes };
}

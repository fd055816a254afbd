// Advice on large filters behind the first layer. The course's rule is "3x3 or at most 5x5", so LeNet, AlexNet and
// GoogLeNet get no advice; 7x1 beside 1x7 (Inception-v4) is a better answer still.

import { formatCount } from '../../../model/index.js';
import type { Instance } from '../../analysis.js';
import { replaceWith } from '../diagnostic.js';
import { defineDiagnostic } from '../entry.js';
import { defineAdvice, type Finding, findInInstances, isSpatial, type Subject } from './rule.js';

interface LargeFilter {
  readonly size: number;
  readonly weights: { readonly product: string; readonly count: number };
  /** 3x3 convolutions that see as much, and their weights. */
  readonly stacked: number;
  readonly stackedWeights: number;
  /** The convolution's text, which is replaced where its arguments are only filters and a size. */
  readonly text: string;
}

const entry = defineDiagnostic({
  code: 'large-filter',
  severity: 'advice',
  title: 'A large filter behind the first layer',
  why:
    'Prefer a stack of small filters to one large filter: the stack sees as much, has fewer weights, and has ' +
    'non-linearities in between. Use 5x5 at most, and larger filters only on the image itself (CS231n, "Layer ' +
    'Patterns").',
  wrong: `network A { input(32x32x3) -> conv(32) -> relu -> conv(32, 7x7) -> relu -> fc(10) }`,
  right: `network A { input(32x32x3) -> conv(32) -> relu -> [conv(32) -> relu]*3 -> fc(10) }`,
  message: ({ size, weights, stacked, stackedWeights }: LargeFilter) =>
    `this ${size}x${size} window has ${weights.product} = ${formatCount(weights.count)} weights; ` +
    `${numerals[stacked] ?? stacked} 3x3 convolutions see as much with ${formatCount(stackedWeights)}, ` +
    'and have rectifiers in between.',
  fixes({ stacked, text }, range) {
    const [call, name, filters] = /^(conv|CONV)\((\w+), *\d+(x\d+)?\)$/.exec(text) ?? [];
    if (call === undefined) return [];
    return [replaceWith(`[[${name}(${filters}) -> relu]*${stacked - 1} -> ${name}(${filters})]`, range)];
  },
});

const numerals = ['no', 'one', 'two', 'three', 'four', 'five'];

export const largeFilter = defineAdvice(entry, (subject) => findInInstances(subject, compareWithStack));

function compareWithStack({ instances, textOf }: Subject, instance: Instance): Finding<LargeFilter> | undefined {
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
  const stacked = (size - 1) / 2;
  const stackedWeights = 9 * channels * filters + (stacked - 1) * 9 * filters * filters;
  const { weights } = instance.cost;
  if (stackedWeights >= weights.count) return undefined;
  const range = instance.origin;
  return { range, args: { size, weights, stacked, stackedWeights, text: textOf(range) } };
}

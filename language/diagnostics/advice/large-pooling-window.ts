// Advice on max pooling through windows over 3. Averages are left alone: GoogLeNet's heads take them over 5x5 on
// purpose.

import { formatPair } from '../../../model/index.js';
import type { Instance } from '../../analysis.js';
import { writing } from '../diagnostic.js';
import { type AdviceRule, type Finding, findingsAt, isSpatial, type Subject } from './rule.js';

export const largePoolingWindow = {
  diagnostic: {
    code: 'large-pooling-window',
    severity: 'advice',
    title: 'A pooling window over 3',
    why:
      'Max pooling through windows larger than 3 is rare, because it throws away too much at once; 2x2 with stride 2 ' +
      'already discards three of four activations (CS231n, "Layer Sizing Patterns").',
    wrong: `network A { input(32x32x3) -> conv(16) -> relu -> maxpool(4) -> conv(32) -> relu -> fc(10) }`,
    right: `network A { input(32x32x3) -> conv(16) -> relu -> maxpool(2) -> conv(32) -> relu -> fc(10) }`,
  },
  check: (subject) => findingsAt(subject, tooLarge),
} as const satisfies AdviceRule;

function tooLarge({ textOf }: Subject, instance: Instance): Finding | undefined {
  const { operation } = instance.layer;
  if (operation.kind !== 'maxpool' || instance.file !== undefined) return undefined;
  const { kernel, stride } = operation.window;
  const kept = stride[0] * stride[1];
  // Without a stride nothing is thrown away; a window over everything is a global pooling.
  if (Math.max(...kernel) <= 3 || kept === 1 || !isSpatial(instance)) return undefined;
  const text = textOf(instance.origin);
  const smaller = text.replace(/\([^()]*\)$/, '(2)');
  const plain = /^\w+\(\d+(x\d+)?\)$/.test(text);
  return {
    range: instance.origin,
    message: `a ${kernel.join('x')} pooling window with stride ${formatPair(stride)} keeps one activation of ${kept}; 2x2 keeps one of 4.`,
    fixes: plain ? [writing(smaller, instance.origin)] : [],
  };
}

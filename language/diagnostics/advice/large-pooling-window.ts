// Advice on max pooling with windows larger than 3x3. Average pooling is left alone: GoogLeNet's auxiliary heads use
// 5x5 on purpose.

import { formatPair, type Pair } from '../../../model/index.js';
import type { Instance } from '../../analysis.js';
import { replaceWith } from '../diagnostic.js';
import { defineDiagnostic } from '../entry.js';
import { defineAdvice, type Finding, findInInstances, isSpatial, type Subject } from './rule.js';

interface LargePooling {
  readonly kernel: Pair;
  readonly stride: Pair;
  /** The call's text, which is replaced where its only argument is the size. */
  readonly text: string;
}

const entry = defineDiagnostic({
  code: 'large-pooling-window',
  severity: 'advice',
  title: 'A pooling window larger than 3x3',
  why:
    'Max pooling with windows larger than 3x3 is rare, because it discards too much at once; 2x2 with stride 2 ' +
    'already discards three of four activations (CS231n, "Layer Sizing Patterns").',
  wrong: `network A { input(32x32x3) -> conv(16) -> relu -> maxpool(4) -> conv(32) -> relu -> fc(10) }`,
  right: `network A { input(32x32x3) -> conv(16) -> relu -> maxpool(2) -> conv(32) -> relu -> fc(10) }`,
  message: ({ kernel, stride }: LargePooling) =>
    `a ${kernel.join('x')} pooling window with stride ${formatPair(stride)} keeps one activation of ` +
    `${stride[0] * stride[1]}; 2x2 keeps one of 4.`,
  fixes: ({ text }, range) =>
    /^\w+\(\d+(x\d+)?\)$/.test(text) ? [replaceWith(text.replace(/\([^()]*\)$/, '(2)'), range)] : [],
});

export const largePoolingWindow = defineAdvice(entry, (subject) => findInInstances(subject, findLargePooling));

function findLargePooling({ textOf }: Subject, instance: Instance): Finding<LargePooling> | undefined {
  const { operation } = instance.layer;
  if (operation.kind !== 'maxpool' || instance.file !== undefined) return undefined;
  const { kernel, stride } = operation.window;
  // Without a stride nothing is discarded; a window over everything is a global pooling.
  if (Math.max(...kernel) <= 3 || stride[0] * stride[1] === 1 || !isSpatial(instance)) return undefined;
  return { range: instance.origin, args: { kernel, stride, text: textOf(instance.origin) } };
}

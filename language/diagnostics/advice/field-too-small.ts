// Advice on a receptive field under half of the image where only global pooling follows. A fully connected layer on a
// spatial tensor sees everything; and AlexNet's 195 of 224 and VGG-16's 212 are no flaw, hence the half.

import { formatPair, type Pair, type Shape } from '../../../model/index.js';
import { sideOf } from '../../layers/window/geometry.js';
import { defineDiagnostic } from '../entry.js';
import { defineAdvice, findClassifier, findInput } from './rule.js';

const entry = defineDiagnostic({
  code: 'field-too-small',
  severity: 'advice',
  title: 'A receptive field much smaller than the image at the classifier',
  why:
    'After a global pooling the classifier knows only whether something was seen, not where. An object larger than ' +
    'the receptive field was seen by no unit as a whole (Araujo, Norris and Sim, 2019, relate accuracy to it).',
  wrong: `network A { input(64x64x3) -> [conv(16) -> relu]*3 -> global_avgpool -> fc(10) }`,
  right: `network A {
  input(64x64x3) -> [[conv(16) -> relu]*2 -> maxpool(2)]*3 -> [conv(16) -> relu]*2 -> global_avgpool -> fc(10)
}`,
  message: ({ size, smallest, image }: { readonly size: Pair; readonly smallest: Pair; readonly image: Shape }) =>
    `each unit pooled here sees ${areEqual(size, smallest) ? '' : 'at most '}${formatPair(size)} of the ` +
    `${image.height}x${image.width} pixels: ` +
    'use more layers, strides or dilation to let them see larger things.',
});

export const fieldTooSmall = defineAdvice(entry, (subject) => {
  const classifier = findClassifier(subject);
  const input = findInput(subject);
  if (!classifier || !input || classifier.file !== undefined) return [];
  if (!/pool$/.test(classifier.layer.operation.kind)) return [];
  const { size, smallest } = subject.instances[classifier.layer.inputs[0]].field;
  const image = input.layer.output;
  if (([0, 1] as const).every((axis) => 2 * size[axis] >= sideOf(image, axis))) return [];
  return [{ range: classifier.origin, args: { size, smallest, image } }];
});

function areEqual(a: Pair, b: Pair): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

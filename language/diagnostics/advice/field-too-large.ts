// Advice on a receptive field more than four times the image, along the branches that see least: the skip connections
// of ResNet-152 and the 1x1 branches of Inception-v4 keep a short path, which their deep paths refine.
import { formatPair, type Pair, type Shape } from '../../../model/index.js';
import { sideOf } from '../../layers/window/geometry.js';
import { leastField } from '../../measure/least-field.js';
import { defineDiagnostic } from '../entry.js';
import { defineAdvice, findClassifier, findInput } from './rule.js';

const farLarger = 4;

const entry = defineDiagnostic({
  code: 'field-too-large',
  severity: 'advice',
  title: 'A receptive field far larger than the image at the classifier',
  why:
    'A receptive field that reaches past the image on all sides covers mostly padding, and widening it further gains ' +
    'nothing. With branches, the one that sees least counts (Araujo, Norris and Sim, 2019).',
  wrong: `network A { input(28x28x1) -> [conv(8, dilation=16) -> relu]*6 -> global_avgpool -> fc(10) }`,
  right: `network A { input(28x28x1) -> [conv(8, dilation=2) -> relu]*6 -> global_avgpool -> fc(10) }`,
  message: ({ field, image }: { readonly field: Pair; readonly image: Shape }) =>
    `each unit here has a receptive field of ${formatPair(field)}, and the image has ` +
    `${image.height}x${image.width} pixels: most of it is padding.`,
});

export const fieldTooLarge = defineAdvice(entry, (subject) => {
  const classifier = findClassifier(subject);
  const input = findInput(subject);
  if (!classifier || !input || classifier.file !== undefined) return [];
  const last = classifier.layer.inputs[0];
  const image = input.layer.output;
  const isFar = (size: Pair) => ([0, 1] as const).every((axis) => size[axis] > farLarger * sideOf(image, axis));
  if (!isFar(subject.instances[last].field.size)) return [];
  const field = leastField(subject.instances, last).size;
  return isFar(field) ? [{ range: classifier.origin, args: { field, image } }] : [];
});

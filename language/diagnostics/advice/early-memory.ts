// Advice on layers before the first stride that hold most of the activations. Silent below 16 MiB an image; where no
// layer has a stride, because the full size is the design; and on images under 64 pixels, which are small already (the
// thousand layers of pre-activation ResNets for CIFAR).

import { formatBytes, formatShare, valueBytes } from '../../../model/index.js';
import type { Instance } from '../../analysis.js';
import { addArgument } from '../../text/edits.js';
import { defineDiagnostic } from '../entry.js';
import { defineAdvice, type Subject, windowOf } from './rule.js';

const littleMemory = 16 * 2 ** 20;
const smallImage = 64;

interface EarlyActivations {
  /** Values before the first stride, and in the whole network. */
  readonly early: number;
  readonly all: number;
  /** The first convolution's text. */
  readonly text: string;
  readonly repeated: boolean;
}

const entry = defineDiagnostic({
  code: 'early-memory',
  severity: 'advice',
  title: 'Early layers that hold most of the memory',
  why:
    'Most activations are in the first layers, where the image is still large, and all of them are stored for the ' +
    'backward pass. Where memory is short, give the first convolution a stride, as in ZFNet: 7x7 with stride 2 ' +
    '(CS231n, "Layer Sizing Patterns").',
  wrong: `network A {
  input(224x224x3) -> conv(64) -> relu -> [conv(64) -> relu]*2 -> maxpool(2) -> conv(64) -> relu -> fc(10)
}`,
  right: `network A {
  input(224x224x3) -> conv(64, 7x7, stride=2) -> relu -> maxpool(2)
  -> [[conv(64) -> relu]*2 -> maxpool(2)]*3 -> global_avgpool -> fc(10)
}`,
  message: ({ early, all }: EarlyActivations) =>
    `the layers before the first stride hold ${formatShare(early, all)} of the network's activations, ` +
    `${formatBytes(early * valueBytes)} an image; with stride=2 here they would hold a quarter of that.`,
  fixes: ({ text, repeated }, range) =>
    repeated ? [] : [{ title: 'Give it stride=2', edits: [addArgument(range, text, 'stride=2')] }],
});

export const earlyMemory = defineAdvice(entry, (subject) => {
  const { instances, totals, textOf } = subject;
  const { height, width } = instances[0].layer.output;
  if (Math.min(height, width) < smallImage) return [];
  const layers = findEarlyLayers(subject);
  const early = layers.reduce((values, { cost }) => values + cost.activations, 0);
  const isLittle = early * valueBytes < littleMemory || early <= totals.activations / 2;
  if (layers.length === instances.length || isLittle) return [];
  const first = layers.find(({ layer, file }) => layer.operation.kind === 'conv' && file === undefined);
  if (!first) return [];
  const args = { early, all: totals.activations, text: textOf(first.origin), repeated: first.repeats.length > 0 };
  return [{ range: first.origin, args }];
});

/** Layers on the full image, except those that need no memory of their own; all layers where none has a stride. */
function findEarlyLayers({ instances, inPlace }: Subject): readonly Instance[] {
  const strided: boolean[] = [];
  for (const { layer } of instances) {
    const window = windowOf(layer.operation);
    const strides = window?.stride.some((steps) => steps > 1) || layer.output.height * layer.output.width === 1;
    strided.push(strides || layer.inputs.some((input) => strided[input]));
  }
  if (!instances.some(({ layer }) => windowOf(layer.operation)?.stride.some((steps) => steps > 1))) return instances;
  return instances.filter(({ layer }) => !strided[layer.id] && !inPlace(layer.id));
}

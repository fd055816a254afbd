// Advice on layers before the first stride that hold most of the activations. Quiet below 16 MiB an image; where
// nothing ever has a stride, since then the full size is the design; and on images under 64 pixels, which are small
// already (the thousand layers of pre-activation ResNets for CIFAR).

import { formatBytes, formatShare } from '../../../model/index.js';
import type { Instance } from '../../analysis.js';
import { addArgument } from '../../text/edits.js';
import { type AdviceRule, type Subject, windowOf } from './rule.js';

const bytesPerValue = 4;
const littleMemory = 16 * 2 ** 20;
const smallImage = 64;

export const earlyMemory = {
  diagnostic: {
    code: 'early-memory',
    severity: 'advice',
    title: 'Early layers that hold most of the memory',
    why:
      'Most activations are in the first layers, where the image is still large, and all must be kept for the ' +
      'backward pass. Where memory is short, the compromise is to let the first convolution look with a stride, as ' +
      'ZFNet\'s 7x7 with stride 2 does (CS231n, "Layer Sizing Patterns").',
    wrong: `network A {
  input(224x224x3) -> conv(64) -> relu -> [conv(64) -> relu]*2 -> maxpool(2) -> conv(64) -> relu -> fc(10)
}`,
    right: `network A {
  input(224x224x3) -> conv(64, 7x7, stride=2) -> relu -> maxpool(2)
  -> [[conv(64) -> relu]*2 -> maxpool(2)]*3 -> global_avgpool -> fc(10)
}`,
  },
  check(subject) {
    const { instances, totals, textOf } = subject;
    const { height, width } = instances[0].layer.output;
    if (Math.min(height, width) < smallImage) return [];
    const early = earlyLayers(subject);
    const sum = early.reduce((values, { cost }) => values + cost.activations, 0);
    if (early.length === instances.length || sum * bytesPerValue < littleMemory || sum <= totals.activations / 2) {
      return [];
    }
    const first = early.find(({ layer, file }) => layer.operation.kind === 'conv' && file === undefined);
    if (!first) return [];
    const message =
      `the layers before the first stride hold ${formatShare(sum, totals.activations)} of the network's activations, ` +
      `${formatBytes(sum * bytesPerValue)} an image; with stride=2 here they would hold a quarter of that.`;
    const stride = {
      title: 'Give it stride=2',
      edits: [addArgument(first.origin, textOf(first.origin), 'stride=2')],
    };
    return [{ range: first.origin, message, fixes: first.repeats.length === 0 ? [stride] : [] }];
  },
} as const satisfies AdviceRule;

/**
 * Layers that work on the full image, but for those that need no memory of their own; all of them where none strides.
 */
function earlyLayers({ instances, inPlace }: Subject): readonly Instance[] {
  const strided: boolean[] = [];
  for (const { layer } of instances) {
    const window = windowOf(layer.operation);
    const strides = window?.stride.some((steps) => steps > 1) || layer.output.height * layer.output.width === 1;
    strided.push(strides || layer.inputs.some((input) => strided[input]));
  }
  if (!instances.some(({ layer }) => windowOf(layer.operation)?.stride.some((steps) => steps > 1))) return instances;
  return instances.filter(({ layer }) => !strided[layer.id] && !inPlace(layer.id));
}

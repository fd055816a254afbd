// Advice on an input that cannot be halved as often as the network halves it. Quiet where unpadded windows are made to
// fit the sizes they get, as in Caffe's AlexNet (227), Inception-v4 (299) and U-Net (572), and where pixels go unseen,
// which is a warning already.

import type { Instance } from '../../analysis.js';
import { type Axis, extentAlong, paddingAlong, restAlong, sideOf, unseenAlong } from '../../layers/window/geometry.js';
import { type AdviceRule, type Finding, type Subject, windowOf } from './rule.js';

export const inputDoesNotHalve = {
  diagnostic: {
    code: 'input-does-not-halve',
    severity: 'advice',
    title: 'An input that cannot be halved often enough',
    why:
      'The input should be divisible by 2 many times (32, 64, 96, 224, 384, 512), so that every layer with a stride ' +
      'halves it evenly and no border is treated otherwise than the one across (CS231n, "Layer Sizing Patterns").',
    wrong: `network A {
  input(50x50x3)
  -> [conv(16, stride=2) -> relu]*3 -> fc(10)
}`,
    right: `network A {
  input(48x48x3)
  -> [conv(16, stride=2) -> relu]*3 -> fc(10)
}`,
  },
  check(subject) {
    const input = subject.instances.find(({ layer }) => layer.operation.kind === 'input');
    if (!input || input.file !== undefined) return [];
    for (const instance of subject.instances) {
      for (const axis of [0, 1] as const) {
        if (cannotHalve(subject, input, instance, axis)) return [finding(subject, input, instance, axis)];
      }
    }
    return [];
  },
} as const satisfies AdviceRule;

function cannotHalve({ instances }: Subject, input: Instance, instance: Instance, axis: Axis): boolean {
  const window = windowOf(instance.layer.operation);
  if (!window || window.stride[axis] === 1) return false;
  const given = instances[instance.layer.inputs[0]];
  const size = sideOf(given.layer.output, axis);
  // Only strides made this size: it says nothing of the input where unpadded windows took their share.
  const halvedOnly = size * given.field.stride[axis] === sideOf(input.layer.output, axis);
  if (!halvedOnly || size % window.stride[axis] === 0 || size <= extentAlong(window, axis)) return false;
  const padded = paddingAlong(window, axis).some((pixels) => pixels > 0);
  return padded && restAlong(window, axis, size) === 0 && unseenAlong(window, axis, size) === 0;
}

function finding({ instances }: Subject, input: Instance, instance: Instance, axis: Axis): Finding {
  const side = sideOf(input.layer.output, axis);
  const factor = instances.reduce((most, { field }) => Math.max(most, field.stride[axis]), 1);
  const below = Math.floor(side / factor) * factor;
  const near = below > 0 ? `${below} and ${below + factor} are` : `${below + factor} is`;
  const before = sideOf(instances[instance.layer.inputs[0]].layer.output, axis);
  const after = sideOf(instance.layer.output, axis);
  return {
    range: input.origin,
    message: `${side} is no multiple of ${factor}, by which this network divides it: ${before} becomes ${after}. ${near}.`,
    related:
      instance.file === undefined ? [{ range: instance.origin, message: `${before} becomes ${after} here.` }] : [],
  };
}

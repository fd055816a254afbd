// Advice on an input that cannot be halved as often as the network halves it. Silent where unpadded windows are made to
// fit their sizes, as in Caffe's AlexNet (227), Inception-v4 (299) and U-Net (572), and where pixels are unseen, which
// is a warning already.

import type { Instance } from '../../analysis.js';
import { type Axis, extentAlong, paddingAlong, restAlong, sideOf, unseenAlong } from '../../layers/window/geometry.js';
import { defineDiagnostic } from '../entry.js';
import { defineAdvice, type Finding, findInput, type Subject, windowOf } from './rule.js';

interface UnevenHalving {
  readonly side: number;
  /** By which the network divides its input. */
  readonly factor: number;
  /** The first size that is not divided evenly, and what it becomes. */
  readonly before: number;
  readonly after: number;
}

const entry = defineDiagnostic({
  code: 'input-does-not-halve',
  severity: 'advice',
  title: 'An input that cannot be halved often enough',
  why:
    'The input should be divisible by 2 many times (32, 64, 96, 224, 384, 512), so that every layer with a stride ' +
    'halves it evenly and opposite borders are treated alike (CS231n, "Layer Sizing Patterns").',
  wrong: `network A {
  input(50x50x3)
  -> [conv(16, stride=2) -> relu]*3 -> fc(10)
}`,
  right: `network A {
  input(48x48x3)
  -> [conv(16, stride=2) -> relu]*3 -> fc(10)
}`,
  message({ side, factor, before, after }: UnevenHalving) {
    const below = Math.floor(side / factor) * factor;
    const near = below > 0 ? `${below} or ${below + factor}` : `${below + factor}`;
    return (
      `${side} is not a multiple of ${factor}, by which this network divides it: ${before} becomes ${after}. ` +
      `Better use ${near}.`
    );
  },
});

export const inputDoesNotHalve = defineAdvice(entry, (subject) => {
  const input = findInput(subject);
  if (!input || input.file !== undefined) return [];
  for (const instance of subject.instances) {
    for (const axis of [0, 1] as const) {
      if (cannotHalve(subject, input, instance, axis)) return [describeHalving(subject, input, instance, axis)];
    }
  }
  return [];
});

function cannotHalve({ instances }: Subject, input: Instance, instance: Instance, axis: Axis): boolean {
  const window = windowOf(instance.layer.operation);
  if (!window || window.stride[axis] === 1) return false;
  const given = instances[instance.layer.inputs[0]];
  const size = sideOf(given.layer.output, axis);
  // Only strides made this size: where unpadded windows shrank it too, it says nothing about the input.
  const halvedOnly = size * given.field.stride[axis] === sideOf(input.layer.output, axis);
  if (!halvedOnly || size % window.stride[axis] === 0 || size <= extentAlong(window, axis)) return false;
  const padded = paddingAlong(window, axis).some((pixels) => pixels > 0);
  return padded && restAlong(window, axis, size) === 0 && unseenAlong(window, axis, size) === 0;
}

function describeHalving(
  { instances }: Subject,
  input: Instance,
  instance: Instance,
  axis: Axis,
): Finding<UnevenHalving> {
  const side = sideOf(input.layer.output, axis);
  const factor = instances.reduce((most, { field }) => Math.max(most, field.stride[axis]), 1);
  const before = sideOf(instances[instance.layer.inputs[0]].layer.output, axis);
  const after = sideOf(instance.layer.output, axis);
  const related =
    instance.file === undefined ? [{ range: instance.origin, message: `${before} becomes ${after} here.` }] : [];
  return { range: input.origin, args: { side, factor, before, after }, related };
}

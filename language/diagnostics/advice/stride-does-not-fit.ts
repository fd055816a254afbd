// Advice on windows with a stride that do not fit their input evenly. Quiet where the stride divides the size, as in
// ResNet's and ZFNet's first layers: the output is then exactly the input's share, and only padding goes unused. Pixels
// that go unseen are a warning already, and `ceil=true` says that rounding is meant.

import type { Instance } from '../../analysis.js';
import { type Axis, extentAlong, paddingAlong, restAlong, sideOf, unseenAlong } from '../../layers/window/geometry.js';
import { type AdviceRule, type Finding, findingsAt, type Subject, windowOf } from './rule.js';

export const strideDoesNotFit = {
  diagnostic: {
    code: 'stride-does-not-fit',
    severity: 'advice',
    title: 'Windows that do not fit the image evenly',
    why:
      '(W - F + 2P)/S should be a whole number, so that the windows lie on the image symmetrically. Where it is not, ' +
      'part of the padding on one side is never used (CS231n, "Constraints on strides").',
    wrong: `network A { input(30x30x3) -> conv(8, 7x7, stride=4) -> relu -> fc(10) }`,
    right: `network A { input(32x32x3) -> conv(8, 7x7, stride=4) -> relu -> fc(10) }`,
  },
  check: (subject) => findingsAt(subject, misfit),
} as const satisfies AdviceRule;

function misfit({ instances }: Subject, instance: Instance): Finding | undefined {
  const window = windowOf(instance.layer.operation);
  if (!window || window.ceil || instance.file !== undefined) return undefined;
  const { output } = instances[instance.layer.inputs[0]].layer;
  const axis = ([0, 1] as const).find((axis: Axis) => {
    const size = sideOf(output, axis);
    const uneven = size % window.stride[axis] !== 0 && restAlong(window, axis, size) !== 0;
    return uneven && extentAlong(window, axis) >= window.stride[axis] && unseenAlong(window, axis, size) === 0;
  });
  if (axis === undefined) return undefined;
  const size = sideOf(output, axis);
  const [before, after] = paddingAlong(window, axis);
  const steps = (size + before + after - extentAlong(window, axis)) / window.stride[axis] + 1;
  const message =
    `(${size} - ${extentAlong(window, axis)} + ${before + after})/${window.stride[axis]} + 1 = ${Number(steps.toFixed(2))}: ` +
    `windows ${window.stride[axis]} apart do not fit ${size} evenly, and lie askew on it.`;
  return { range: instance.origin, message };
}

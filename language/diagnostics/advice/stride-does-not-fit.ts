// Advice on windows with a stride that do not fit their input evenly. Silent where the stride divides the size, as in
// ResNet's and ZFNet's first layers: only padding is unused there. Unseen pixels are a warning already, and with
// `ceil=true` the rounding is meant.

import type { Instance } from '../../analysis.js';
import { type Axis, extentAlong, paddingAlong, restAlong, sideOf, unseenAlong } from '../../layers/window/geometry.js';
import { defineDiagnostic } from '../entry.js';
import { defineAdvice, type Finding, findInInstances, type Subject, windowOf } from './rule.js';

interface UnevenStride {
  /** Along one axis: the image, the window, the padding on both sides together, and the stride. */
  readonly size: number;
  readonly extent: number;
  readonly padding: number;
  readonly stride: number;
}

const entry = defineDiagnostic({
  code: 'stride-does-not-fit',
  severity: 'advice',
  title: 'Windows that do not fit the image evenly',
  why:
    '(W - F + 2P)/S should be a whole number, so that the windows lie on the image symmetrically. Where it is not, ' +
    'part of the padding on one side is never used (CS231n, "Constraints on strides").',
  wrong: `network A { input(30x30x3) -> conv(8, 7x7, stride=4) -> relu -> fc(10) }`,
  right: `network A { input(32x32x3) -> conv(8, 7x7, stride=4) -> relu -> fc(10) }`,
  message({ size, extent, padding, stride }: UnevenStride) {
    const positions = Number(((size + padding - extent) / stride + 1).toFixed(2));
    return (
      `(${size} - ${extent} + ${padding})/${stride} + 1 = ${positions} is not a whole number: ` +
      `windows with stride ${stride} do not fit ${size} evenly, and lie on it asymmetrically.`
    );
  },
});

export const strideDoesNotFit = defineAdvice(entry, (subject) => findInInstances(subject, findUnevenStride));

function findUnevenStride({ instances }: Subject, instance: Instance): Finding<UnevenStride> | undefined {
  const window = windowOf(instance.layer.operation);
  if (!window || window.ceil || instance.file !== undefined) return undefined;
  const { output } = instances[instance.layer.inputs[0]].layer;
  const axis = ([0, 1] as const).find((axis: Axis) => {
    const size = sideOf(output, axis);
    const uneven = size % window.stride[axis] !== 0 && restAlong(window, axis, size) !== 0;
    return uneven && extentAlong(window, axis) >= window.stride[axis] && unseenAlong(window, axis, size) === 0;
  });
  if (axis === undefined) return undefined;
  const [before, after] = paddingAlong(window, axis);
  const args = {
    size: sideOf(output, axis),
    extent: extentAlong(window, axis),
    padding: before + after,
    stride: window.stride[axis],
  };
  return { range: instance.origin, args };
}

// Advice on convolutions that lose their borders because of `defaults`, far from where a reader looks. Quiet where the
// network crops its skips to the sizes that come of it, as U-Net does: there shrinking is the design.

import type { Instance } from '../../analysis.js';
import { sideOf } from '../../layers/window/geometry.js';
import { addArgument } from '../../text/edits.js';
import { type AdviceRule, placeKey, type Subject } from './rule.js';

export const unpaddedByDefaults = {
  diagnostic: {
    code: 'unpadded-by-defaults',
    severity: 'advice',
    title: 'A convolution unpadded by `defaults` only',
    why:
      'A convolution keeps its size, because a volume that shrinks with every layer loses its borders too early ' +
      '(CS231n, "Why use padding?"). Where shrinking is meant, a reader should see it at the call: `pad=0`.',
    wrong: `defaults { conv(pad=0) }
network A { input(28x28x1) -> conv(6, 5x5) -> relu -> fc(10) }`,
    right: `network A { input(28x28x1) -> conv(6, 5x5, pad=0) -> relu -> fc(10) }`,
  },
  check({ instances, textOf }) {
    if (instances.some(({ layer }) => layer.operation.kind === 'crop')) return [];
    const shrinking = new Map<string, Instance>();
    for (const instance of instances) {
      if (!shrinks(instance, instances)) continue;
      const key = placeKey(instance);
      if (!shrinking.has(key)) shrinking.set(key, instance);
    }
    const [first] = shrinking.values();
    if (!first?.defaults) return [];
    const { output } = first.layer;
    const given = instances[first.layer.inputs[0]].layer.output;
    const edits = [...shrinking.values()].map(({ origin }) => addArgument(origin, textOf(origin), 'pad=0'));
    return [
      {
        range: first.defaults.pad,
        message: `convolutions lose their borders by this, and nothing says so where they stand: write pad=0 there, or drop it here.`,
        related: [
          {
            range: first.origin,
            message: `${given.height}x${given.width} shrinks to ${output.height}x${output.width} here.`,
          },
        ],
        fixes: [{ title: 'Write pad=0 at the convolutions', edits }],
      },
    ];
  },
} as const satisfies AdviceRule;

function shrinks({ layer, defaults, file }: Instance, instances: Subject['instances']): boolean {
  if (
    !defaults?.pad ||
    file !== undefined ||
    (layer.operation.kind !== 'conv' && layer.operation.kind !== 'depthwise')
  ) {
    return false;
  }
  const { window } = layer.operation;
  const given = instances[layer.inputs[0]].layer.output;
  return ([0, 1] as const).some((axis) => {
    const kept = Math.ceil(sideOf(given, axis) / window.stride[axis]);
    return sideOf(layer.output, axis) < kept;
  });
}

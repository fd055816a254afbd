// Advice on convolutions that lose their borders because of `defaults`, far from the call. Silent where the network
// crops its skip connections to the resulting sizes, as U-Net does: there shrinking is the design.

import type { Shape } from '../../../model/index.js';
import type { Instance } from '../../analysis.js';
import { sideOf } from '../../layers/window/geometry.js';
import { addArgument } from '../../text/edits.js';
import type { Edit } from '../../text/range.js';
import { defineDiagnostic } from '../entry.js';
import { defineAdvice, rangeKey, type Subject } from './rule.js';

const entry = defineDiagnostic({
  code: 'unpadded-by-defaults',
  severity: 'advice',
  title: 'A convolution unpadded by `defaults` only',
  why:
    'A convolution should keep its size, because a volume that shrinks with every layer loses its borders too early ' +
    '(CS231n, "Why use padding?"). Where shrinking is meant, a reader should see it at the call: `pad=0`.',
  wrong: `defaults { conv(pad=0) }
network A { input(28x28x1) -> conv(6, 5x5) -> relu -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6, 5x5, pad=0) -> relu -> fc(10) }`,
  /** `edits` write `pad=0` at each convolution. */
  message: (_: { readonly edits: readonly Edit[] }) =>
    'convolutions lose their borders because of this, and their calls do not show it: write pad=0 at the calls, or ' +
    'remove it here.',
  fixes: ({ edits }) => [{ title: 'Write pad=0 at the convolutions', edits }],
});

export const unpaddedByDefaults = defineAdvice(entry, ({ instances, textOf }) => {
  if (instances.some(({ layer }) => layer.operation.kind === 'crop')) return [];
  const shrinking = new Map<string, Instance>();
  for (const instance of instances) {
    const key = rangeKey(instance);
    if (shrinks(instance, instances) && !shrinking.has(key)) shrinking.set(key, instance);
  }
  const [first] = shrinking.values();
  if (!first?.defaults) return [];
  const message = `${sidesOf(instances[first.layer.inputs[0]])} shrinks to ${sidesOf(first)} here.`;
  const edits = [...shrinking.values()].map(({ origin }) => addArgument(origin, textOf(origin), 'pad=0'));
  return [{ range: first.defaults.pad, args: { edits }, related: [{ range: first.origin, message }] }];
});

function sidesOf({ layer: { output } }: { readonly layer: { readonly output: Shape } }): string {
  return `${output.height}x${output.width}`;
}

function shrinks({ layer, defaults, file }: Instance, instances: Subject['instances']): boolean {
  const { operation } = layer;
  if (!defaults?.pad || file !== undefined) return false;
  if (operation.kind !== 'conv' && operation.kind !== 'depthwise') return false;
  const given = instances[layer.inputs[0]].layer.output;
  return ([0, 1] as const).some((axis) => {
    const padded = Math.ceil(sideOf(given, axis) / operation.window.stride[axis]);
    return sideOf(layer.output, axis) < padded;
  });
}

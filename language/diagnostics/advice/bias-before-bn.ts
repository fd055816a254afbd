// Advice on biases that the batch normalisation after them subtracts again. Caffe's version of Inception-v4 gets it,
// rightly: the authors' own has no bias there.

import { formatCount } from '../../../model/index.js';
import type { Instance } from '../../analysis.js';
import { addArgument } from '../../text/edits.js';
import { defineDiagnostic } from '../entry.js';
import { defineAdvice, rangeKey } from './rule.js';

const entry = defineDiagnostic({
  code: 'bias-before-bn',
  severity: 'advice',
  title: 'A bias that a normalisation removes',
  why:
    "Batch normalisation subtracts each channel's mean, and with it the bias that the layer before it added: those " +
    "parameters learn nothing, and the normalisation's own shift does their work (Ioffe and Szegedy, 2015, section " +
    '3.2).',
  wrong: `network A { input(28x28x1) -> conv(16) -> bn -> relu -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(16, bias=false) -> bn -> relu -> fc(10) }`,
  /** `biases` over all instances; `text` is the call. */
  message: ({ biases }: { readonly biases: number; readonly text: string }) =>
    `the bn after it subtracts its bias again: ${formatCount(biases)} parameters that learn nothing.`,
  fixes: ({ text }, range) =>
    /\bbias\s*=/.test(text) ? [] : [{ title: 'Give it bias=false', edits: [addArgument(range, text, 'bias=false')] }],
});

export const biasBeforeBn = defineAdvice(entry, ({ instances, textOf }) => {
  const readers = new Int32Array(instances.length);
  const normalised = new Int32Array(instances.length);
  for (const { layer } of instances) {
    for (const input of layer.inputs) {
      readers[input]++;
      if (layer.operation.kind === 'bn') normalised[input]++;
    }
  }
  const calls = new Map<string, { instance: Instance; biases: number }>();
  for (const instance of instances) {
    const { id, operation } = instance.layer;
    if (normalised[id] === 0 || normalised[id] !== readers[id] || instance.file !== undefined) continue;
    if (!('bias' in operation) || !operation.bias) continue;
    const key = rangeKey(instance);
    calls.set(key, { instance, biases: (calls.get(key)?.biases ?? 0) + instance.cost.biases });
  }
  return [...calls.values()].map(({ instance: { origin }, biases }) => ({
    range: origin,
    args: { biases, text: textOf(origin) },
  }));
});

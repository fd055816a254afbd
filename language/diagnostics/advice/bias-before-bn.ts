// Advice on biases that the batch normalisation behind them subtracts again. Inception-v4 as Caffe's version has it is
// told so, and rightly: its authors' own has none there.

import { formatCount } from '../../../model/index.js';
import type { Instance } from '../../analysis.js';
import { addArgument } from '../../text/edits.js';
import { type AdviceRule, placeKey } from './rule.js';

export const biasBeforeBn = {
  diagnostic: {
    code: 'bias-before-bn',
    severity: 'advice',
    title: 'A bias that a normalisation takes away',
    why:
      "Batch normalisation subtracts each channel's mean, and with it the bias that the layer before it added: those " +
      "parameters learn nothing, and the normalisation's own shift does their work (Ioffe and Szegedy, 2015, section 3.2).",
    wrong: `network A { input(28x28x1) -> conv(16) -> bn -> relu -> fc(10) }`,
    right: `network A { input(28x28x1) -> conv(16, bias=false) -> bn -> relu -> fc(10) }`,
  },
  check({ instances, textOf }) {
    const readers = new Int32Array(instances.length);
    const normalised = new Int32Array(instances.length);
    for (const { layer } of instances) {
      for (const input of layer.inputs) {
        readers[input]++;
        if (layer.operation.kind === 'bn') normalised[input]++;
      }
    }
    const places = new Map<string, { instance: Instance; biases: number }>();
    for (const instance of instances) {
      const { id, operation } = instance.layer;
      if (normalised[id] === 0 || normalised[id] !== readers[id] || instance.file !== undefined) continue;
      if (!('bias' in operation) || !operation.bias) continue;
      const key = placeKey(instance);
      places.set(key, { instance, biases: (places.get(key)?.biases ?? 0) + instance.cost.biases });
    }
    return [...places.values()].map(({ instance: { origin }, biases }) => {
      const text = textOf(origin);
      const fix = { title: 'Give it bias=false', edits: [addArgument(origin, text, 'bias=false')] };
      return {
        range: origin,
        message: `the bn behind it takes its bias away again: ${formatCount(biases)} parameters that learn nothing.`,
        fixes: /\bbias\s*=/.test(text) ? [] : [fix],
      };
    });
  },
} as const satisfies AdviceRule;

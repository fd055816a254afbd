// Every layer's instructions, forward and backward, with the values they read: its row in
// test/runtime/lowering/layer-cases.ts run by the reference.

import { compute } from '../../../../../runtime/backends/reference/index.js';
import type { Computation } from '../../../../../runtime/ir/index.js';
import { type AnyLayerCase, allLayerCases } from '../../../lowering/layer-cases.js';
import { drawnFor, layerRun } from '../../../lowering/layer-run.js';
import { drawn } from '../../reference/arrays.js';
import type { OutputForm } from './compare.js';
import { wideLayers } from './wide-layers.js';

export interface Recorded {
  readonly computation: Computation;
  readonly inputs: readonly Float32Array[];
  readonly outputs: readonly OutputForm[];
}

/** What a layer computes in a step and in inference, with what it reads there, rounded to 32 bits. */
export function recordedOf(layer: AnyLayerCase): Recorded[] {
  const recorded: Recorded[] = [];
  const run = layerRun(layer.operation, layer.inputs, (computation, inputs, outputs, context) => {
    recorded.push({
      computation,
      inputs: inputs.map((values) => Float32Array.from(values)),
      outputs: outputs.map((values) => (inputs.includes(values) ? { inPlace: inputs.indexOf(values) } : values.length)),
    });
    compute(computation, inputs, outputs, context);
  });
  const given = drawnFor(layer, run);
  run.backward(run.forward(given), drawn(run.outputLength, 77));
  if (layer.operation.kind === 'bn') run.forward(given, 'inference');
  return recorded;
}

export const recordedCases = [
  ...allLayerCases,
  ...wideLayers.map((layer) => ({ name: `${layer.operation.kind} of ${layer.inputs.join('; ')}`, layer })),
];

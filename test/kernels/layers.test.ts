// Every layer's kernels: each instruction that its row of the program makes, forward and backward, runs by itself on the
// device and on the reference in 64 bits, on the same numbers. A new layer is tested by its row in test/program/layer-cases.ts.
import { afterAll, describe, expect, test } from 'vitest';
import { workspaceOf } from '../../runtime/plan/index.js';
import type { Computation } from '../../runtime/program/index.js';
import { compute } from '../../runtime/reference/index.js';
import { type AnyLayerCase, allLayerCases } from '../program/layer-cases.js';
import { drawnFor, layerRun } from '../program/layer-run.js';
import { drawn } from '../reference/arrays.js';
import { comparison, type OutputForm } from './comparison.js';
import { nodeDevice } from './node-device.js';
import { termsOf } from './terms.js';
import { wideLayers } from './wide-layers.js';

const device = await nodeDevice();
afterAll(() => device?.destroy());
const { expectSame } = comparison(() => device!);

interface Recorded {
  readonly computation: Computation;
  readonly inputs: readonly Float32Array[];
  readonly outputs: readonly OutputForm[];
}

/** What a layer computes in a step and in inference, with what it reads there, rounded to 32 bits. */
function recordedOf(layer: AnyLayerCase): Recorded[] {
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

const cases = [
  ...allLayerCases,
  ...wideLayers.map((layer) => ({ name: `${layer.operation.kind} of ${layer.inputs.join('; ')}`, layer })),
];

describe.skipIf(!device)('every layer', () => {
  test.each(cases)('$name', async ({ layer }) => {
    for (const { computation, inputs, outputs } of recordedOf(layer)) {
      await expectSame(computation, inputs, outputs, termsOf(computation));
    }
  });

  test('of every sum that may be cut into pieces, some are and some are not', () => {
    const needs = new Map<string, Set<boolean>>();
    for (const { layer } of cases) {
      for (const { computation } of recordedOf(layer)) {
        const { kind } = computation;
        // This one always has its sums in the workspace.
        const cut =
          workspaceOf(computation) >
          (kind === 'group-norm-input-gradient' ? 8 * computation.batch * computation.groups : 0);
        needs.set(kind, (needs.get(kind) ?? new Set()).add(cut));
      }
    }
    for (const kind of [
      'moments',
      'normalise-parameter-gradients',
      'group-norm-input-gradient',
      'mul-spread-gradient',
    ]) {
      expect(needs.get(kind)?.size, kind).toBe(2);
    }
  });
});

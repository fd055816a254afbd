// Every layer's kernels: each instruction that its row of the program makes, forward and backward, runs by itself on
// the device and on the reference in 64 bits, on the same numbers. A new layer is tested by its row in
// test/runtime/lowering/layer-cases.ts.
import { afterAll, describe, expect, test } from 'vitest';
import { workspaceOf } from '../../../../../runtime/backends/webgpu/variants/split-k.js';
import { comparison } from './support/comparison.js';
import { nodeDevice } from './support/node-device.js';
import { recordedCases, recordedOf } from './support/recorded-layers.js';
import { termsOf } from './support/terms.js';

const device = await nodeDevice();
afterAll(() => device?.destroy());
const { expectSame } = comparison(() => device!);

describe.skipIf(!device)('every layer', () => {
  test.each(recordedCases)('$name', async ({ layer }) => {
    for (const { computation, inputs, outputs } of recordedOf(layer)) {
      await expectSame(computation, inputs, outputs, termsOf(computation));
    }
  });

  test('of every sum that may be cut into pieces, some are and some are not', () => {
    const needs = new Map<string, Set<boolean>>();
    for (const { layer } of recordedCases) {
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

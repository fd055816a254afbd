// Each instruction of every layer's program, forward and backward, by itself and on the values that it reads there. A
// new layer is tested by its row in test/runtime/lowering/layer-cases.ts.
import { describe, test } from 'vitest';
import { describeBackends } from './support/describe-backends.js';
import { recordedCases, recordedOf } from './support/recorded-layers.js';
import { termsOf } from './support/terms.js';

await describeBackends('layers', ({ expectSame }) => {
  describe('every layer', () => {
    test.each(recordedCases)('$name', async ({ layer }) => {
      for (const { computation, inputs, outputs } of recordedOf(layer)) {
        await expectSame(computation, inputs, outputs, termsOf(computation));
      }
    });
  });
});

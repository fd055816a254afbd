// The norm of all gradients, in one instruction and in several, of more values than there are threads and of fewer; and
// the factor that clips it.
import { describe, expect, test } from 'vitest';
import { squareSums } from '../../../../runtime/ir/index.js';
import { draw } from './support/compare.js';
import { describeBackends } from './support/describe-backends.js';

await describeBackends('clipping', ({ expectSame }) => {
  describe('clipping', () => {
    test.each([[[1]], [[5, 17, 4_096]], [[10_001, 3, 64, 4_097, 1, 8, 30_000]]])(
      'the squares of gradients of %j values',
      async (sizes) => {
        const gradients = sizes.map((size, index) => draw(size, index + 1));
        const first = { kind: 'square-sums', sizes, running: false } as const;
        await expectSame(first, gradients, [squareSums], 16);
        const running = { ...first, running: true };
        await expectSame(running, [draw(squareSums, 9).map(Math.abs), ...gradients], [{ inPlace: 0 }], 16);
      },
    );

    test.each([0.5, 1e6])('the factor that clips them to %f', async (limit) => {
      const sums = draw(squareSums, 1).map(Math.abs);
      const [factor] = await expectSame({ kind: 'clip-factor', limit }, [sums], [1], squareSums);
      const norm = Math.sqrt(sums.reduce((sum, value) => sum + value, 0));
      expect(factor[0]).toBeCloseTo(Math.min(1, limit / norm), 6);
    });
  });
});

// The length of all gradients together against the reference in 64 bits: sums that begin and sums that run on, of
// more values than there are threads and of fewer.
import { afterAll, describe, expect, test } from 'vitest';
import { squareSums } from '../../../../../runtime/ir/index.js';
import { comparison, draw } from './support/comparison.js';
import { nodeDevice } from './support/node-device.js';

const device = await nodeDevice();
afterAll(() => device?.destroy());
const { expectSame } = comparison(() => device!);

describe.skipIf(!device)('clipping', () => {
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

  test.each([0.5, 1e6])('the factor that holds them to %f', async (limit) => {
    const sums = draw(squareSums, 1).map(Math.abs);
    const [factor] = await expectSame({ kind: 'clip-factor', limit }, [sums], [1], squareSums);
    const norm = Math.sqrt(sums.reduce((sum, value) => sum + value, 0));
    expect(factor[0]).toBeCloseTo(Math.min(1, limit / norm), 6);
  });
});

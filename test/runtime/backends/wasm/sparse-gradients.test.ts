// Convolutions' gradients from what a 2x2 maximum pooling leaves: one value in four pixels of a channel. The kernels
// see that by themselves; any other gradient must come out as well.
import { describe, expect, test } from 'vitest';
import type { Computation, Extents, WindowGeometry } from '../../../../runtime/ir/index.js';
import { padded, windowOf } from '../../../support/graphs.js';
import { conformanceBackends } from '../conformance/backends.js';
import { comparisonSettings, createComparison, draw } from '../conformance/support/compare.js';
import { geometry } from '../conformance/support/wide-convolutions.js';
import { size } from '../reference/arrays.js';

const cases = [
  { name: '5x5, 6 channels to 16', of: geometry([9, 14, 14, 6], windowOf(5), 16) },
  { name: '5x5 padded, 1 channel to 6', of: geometry([19, 12, 16, 1], windowOf(5, { padding: padded(2) }), 6) },
  { name: '3x3 padded, 5 channels to 3', of: geometry([2, 4, 6, 5], windowOf(3, { padding: padded(1) }), 3) },
  {
    name: '2x3, uneven padding',
    of: geometry([3, 4, 5, 3], windowOf([2, 3], { padding: { top: 1, left: 0, bottom: 0, right: 1 } }), 8),
  },
];

/** dy with one value of each cell of 2x2 pixels and channel, in a drawn place, or none. */
function sparseGradient(extents: Extents): Float32Array {
  const [, height, width, channels] = extents;
  const values = draw(size(extents), 3);
  const places = draw(size(extents), 4);
  return values.map((value, index) => {
    const c = index % channels;
    const pixel = Math.floor(index / channels);
    const [x, y, n] = [pixel % width, Math.floor(pixel / width) % height, Math.floor(pixel / (width * height))];
    const cell = ((n * height + (y & ~1)) * width + (x & ~1)) * channels + c;
    const place = Math.floor((places[cell] + 1) * 2.5);
    // Zeros of both signs, as a product with 0 has them.
    return place === (y & 1) * 2 + (x & 1) ? value : -0;
  });
}

const wasmBackends = conformanceBackends.filter(({ name }) => name.startsWith('wasm'));

describe.each(wasmBackends)('$name', ({ open, tolerance, termsFactor }) => {
  const compare = async (of: WindowGeometry, dy: Float32Array) => {
    const backend = await open();
    if (!backend) throw new Error('this machine cannot run it');
    const { window, input, output } = of;
    const { expectSame } = createComparison(backend.run, { tolerance, termsFactor });
    const weights = draw(size(window.kernel) * input[3] * output[3], 1);
    const x = draw(size(input), 2);
    const terms = output[0] * output[1] * output[2];
    await expectSame({ kind: 'conv-weight-gradient', geometry: of, groups: 1 }, [x, dy], [weights.length], terms);
    const inputTerms = size(window.kernel) * output[3];
    const backward = { kind: 'conv-input-gradient', geometry: of, groups: 1 } as const;
    await expectSame(backward, [dy, weights], [x.length], inputTerms);
    const epilogue = [{ kind: 'add' }, { kind: 'pointwise-gradient', function: { kind: 'relu' } }] as const;
    const withEpilogue: Computation = { ...backward, epilogue };
    await expectSame(withEpilogue, [dy, weights, draw(x.length, 5), draw(x.length, 6)], [x.length], inputTerms);
  };

  test.each(cases)('$name, sparse', ({ of }) => compare(of, sparseGradient(of.output)));

  test.each(cases)('$name, with a cell of two values in the last image', async ({ of }) => {
    const dy = sparseGradient(of.output);
    const channels = of.output[3];
    dy[dy.length - 1] = 0.5;
    dy[dy.length - 1 - channels] = 0.25;
    await compare(of, dy);
  });

  test('what is not a number stays so', async () => {
    const backend = await open();
    const { of } = cases[0];
    const dy = sparseGradient(of.output).fill(Number.NaN, 0, 1);
    const weights = draw(25 * 6 * 16, 1);
    const computation = { kind: 'conv-input-gradient', geometry: of, groups: 1 } as const;
    const [dx] = (await backend?.run(computation, [dy, weights], [size(of.input)], comparisonSettings)) ?? [];
    expect(dx[0]).toBeNaN();
  });
});

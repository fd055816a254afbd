// Winograd convolutions of the WebAssembly backend against the float64 reference, whether or not they would be chosen:
// whole tiles and such that hang over the edges, channels and filters that fill no vectors, all paddings, all passes.
import { setFlagsFromString } from 'node:v8';
import { describe, expect, test } from 'vitest';
import type { ArithmeticName } from '../../../../runtime/backends/wasm/kernels/arithmetic.js';
import { kernelOf } from '../../../../runtime/backends/wasm/kernels/index.js';
import type { Computation, WindowGeometry } from '../../../../runtime/ir/index.js';
import { padded, windowOf } from '../../../support/graphs.js';
import { createComparison, draw, type OutputForm, type Values } from '../conformance/support/compare.js';
import { termsOf } from '../conformance/support/terms.js';
import { geometry } from '../conformance/support/wide-convolutions.js';
import { size } from '../reference/arrays.js';
import { runKernel } from './support/run-kernel.js';
import { transformTerms } from './support/winograd-terms.js';

const uneven = { top: 2, left: 0, bottom: 1, right: 3 };
const cases: readonly { readonly name: string; readonly geometry: WindowGeometry }[] = [
  { name: '3x3, whole tiles', geometry: geometry([3, 8, 4, 16], windowOf(3, { padding: padded(1) }), 16) },
  { name: '3x3, cut off, odd channels', geometry: geometry([3, 7, 11, 19], windowOf(3, { padding: padded(1) }), 21) },
  { name: '3x3, no padding', geometry: geometry([2, 9, 10, 16], windowOf(3), 34) },
  { name: '3x3, padding 2', geometry: geometry([2, 5, 6, 17], windowOf(3, { padding: padded(2) }), 9) },
  { name: '3x3, uneven padding', geometry: geometry([3, 8, 9, 16], windowOf(3, { padding: uneven }), 32) },
  { name: '3x3, smaller than a tile', geometry: geometry([5, 2, 1, 3], windowOf(3, { padding: padded(1) }), 2) },
  { name: '3x3, many blocks', geometry: geometry([16, 17, 18, 5], windowOf(3, { padding: padded(1) }), 6) },
  { name: '3x3, parts of channels', geometry: geometry([2, 4, 5, 128], windowOf(3, { padding: padded(1) }), 144) },
  { name: '3x3, long rows', geometry: geometry([1, 3, 150, 4], windowOf(3, { padding: padded(1) }), 8) },
  { name: '5x5, whole tiles', geometry: geometry([3, 8, 8, 6], windowOf(5), 16) },
  { name: '5x5, cut off, padding 2', geometry: geometry([2, 7, 9, 5], windowOf(5, { padding: padded(2) }), 11) },
  { name: '4x4, padding 1', geometry: geometry([2, 9, 8, 6], windowOf(4, { padding: padded(1) }), 7) },
  { name: '2x2', geometry: geometry([2, 9, 12, 5], windowOf(2), 8) },
];

describe.each(['separate', 'fused'] as const)('winograd on wasm, %s', (arithmetic: ArithmeticName) => {
  if (arithmetic === 'fused') setFlagsFromString('--experimental-wasm-relaxed-simd');
  const options = { arithmetic, convVariant: 'winograd' } as const;
  const { expectSame } = createComparison((...of) => runKernel({ ...options, threads: 3 }, ...of));

  function compare(computation: Computation, inputs: readonly Values[], outputs: readonly OutputForm[]) {
    const direct = kernelOf(computation, { arithmetic, convVariant: 'direct' });
    expect(kernelOf(computation, options).scratchBytes).not.toBe(direct.scratchBytes);
    return expectSame(computation, inputs, outputs, transformTerms * termsOf(computation));
  }

  test.each(cases)('$name', async ({ geometry }) => {
    const { input, output } = geometry;
    const [x, dy] = [draw(size(input), 1), draw(size(output), 2)];
    const w = draw(size(geometry.window.kernel) * input[3] * output[3], 3);
    const forward = { kind: 'conv', geometry, groups: 1 } as const;
    await compare(forward, [x, w], [size(output)]);
    await compare(forward, [x, w, draw(output[3], 4)], [size(output)]);
    const backward = { kind: 'conv-input-gradient', geometry, groups: 1 } as const;
    await compare(backward, [dy, w], [size(input)]);
    await compare(backward, [dy, w, draw(input[3], 5)], [size(input)]);
    await compare({ kind: 'conv-weight-gradient', geometry, groups: 1 }, [x, dy], [w.length]);
  });

  test.each([cases[1], cases[9]])('$name, with an epilogue', async ({ geometry }) => {
    const { input, output } = geometry;
    const w = draw(size(geometry.window.kernel) * input[3] * output[3], 3);
    const inputs = [draw(size(input), 1), w, draw(output[3], 4), draw(size(output), 6)];
    const relu = { kind: 'pointwise', function: { kind: 'relu' } } as const;
    await compare({ kind: 'conv', geometry, groups: 1, epilogue: [{ kind: 'add' }, relu] }, inputs, [size(output)]);
    const gradient = { kind: 'pointwise-gradient', function: { kind: 'relu' } } as const;
    const backward = { kind: 'conv-input-gradient', geometry, groups: 1, epilogue: [gradient] } as const;
    await compare(backward, [draw(size(output), 2), w, draw(size(input), 7)], [size(input)]);
  });
});

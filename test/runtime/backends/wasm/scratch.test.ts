// Scratch memory of kernels: what a kernel writes over its end is another thread's, which no comparison of results
// sees.
import { expect, test } from 'vitest';
import { kernelOf } from '../../../../runtime/backends/wasm/kernels/index.js';
import { padded, windowOf } from '../../../support/graphs.js';
import { geometry } from '../conformance/support/wide-convolutions.js';

test('an input gradient copies as large a band as the convolution of the same size', () => {
  const same = { geometry: geometry([2, 32, 32, 8], windowOf(3, { padding: padded(1) })), groups: 1 };
  const forward = kernelOf({ kind: 'conv', ...same }, { arithmetic: 'separate', convVariant: 'direct' }).scratchBytes;
  expect(forward).toBeGreaterThan(0);
  expect(
    kernelOf({ kind: 'conv-input-gradient', ...same }, { arithmetic: 'separate', convVariant: 'direct' }).scratchBytes,
  ).toBe(forward);
});

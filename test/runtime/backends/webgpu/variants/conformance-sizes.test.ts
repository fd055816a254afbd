// The sizes of the conformance suite reach both sides of each choice that WebGPU makes by size.
import { expect, test } from 'vitest';
import { unknownGpu } from '../../../../../runtime/backends/webgpu/adapter-profile.js';
import { kernelsOf } from '../../../../../runtime/backends/webgpu/kernels/index.js';
import { workspaceOf } from '../../../../../runtime/backends/webgpu/variants/split-k.js';
import { recordedCases, recordedOf } from '../../conformance/support/recorded-layers.js';
import { wideConvolutions } from '../../conformance/support/wide-convolutions.js';
import { convolutions } from '../../reference/geometries.js';

test('some weight gradients use split-K, some do not', () => {
  const split = [...convolutions, ...wideConvolutions].map(
    ({ geometry, groups }) => workspaceOf({ kind: 'conv-weight-gradient', geometry, groups }) > 0,
  );
  expect(split).toContain(true);
  expect(split).toContain(false);
});

test('of every sum that may use split-K, some do and some do not', () => {
  const needs = new Map<string, Set<boolean>>();
  for (const { layer } of recordedCases) {
    for (const { computation } of recordedOf(layer)) {
      const { kind } = computation;
      // This one always has its sums in the workspace.
      const own = kind === 'group-norm-input-gradient' ? 8 * computation.batch * computation.groups : 0;
      needs.set(kind, (needs.get(kind) ?? new Set()).add(workspaceOf(computation) > own));
    }
  }
  for (const kind of ['moments', 'normalise-parameter-gradients', 'group-norm-input-gradient', 'mul-spread-gradient']) {
    expect(needs.get(kind)?.size, kind).toBe(2);
  }
});

test('small parameters share a kernel, whatever their sizes; large ones have their own', () => {
  const sgd = { kind: 'sgd', momentum: 0, nesterov: false, weightDecay: 0 } as const;
  const codeOf = (size: number) => {
    const [kernel] = kernelsOf({ computation: { ...sgd, size }, inputs: [0, 1], outputs: [0] }, unknownGpu);
    return kernel.code;
  };
  expect(codeOf(120)).toBe(codeOf(2400));
  expect(codeOf(6)).toBe(codeOf(150 + 1));
  expect(codeOf(16_388)).not.toBe(codeOf(16_392));
});

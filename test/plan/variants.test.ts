// Which variants there are of a product: each name stands for kernels of its own, or measuring would time the same twice.
import { expect, test } from 'vitest';
import { kernelsOf } from '../../runtime/kernels/index.js';
import { candidatesOf, shapeKey, variantName, variantsOf } from '../../runtime/plan/index.js';
import { type AdapterProfile, type Computation, unknownAdapter } from '../../runtime/program/index.js';
import { windowOf } from '../runtime-fixtures/graphs.js';

const geometry = { window: windowOf(3), input: [32, 18, 18, 64], output: [32, 16, 16, 64] } as const;
const computations: readonly Computation[] = [
  { kind: 'conv', geometry, groups: 1 },
  { kind: 'conv-input-gradient', geometry, groups: 1 },
  { kind: 'conv-weight-gradient', geometry, groups: 1 },
  { kind: 'fc', batch: 64, inputs: 400, units: 120 },
  { kind: 'fc-weight-gradient', batch: 64, inputs: 400, units: 120 },
];
const card: AdapterProfile = { ...unknownAdapter, vendor: 'nvidia', subgroupSize: 32 };
const software: AdapterProfile = { ...unknownAdapter, software: true, subgroupSize: 4, winograd: 0 };

test.each(computations)('$kind', (computation) => {
  for (const adapter of [card, software, unknownAdapter]) {
    const instruction = { computation, inputs: [0, 1], outputs: [2], layer: 'l' };
    const texts = variantsOf(computation, adapter).map((variant) => {
      const choices = { [shapeKey(computation)]: variantName(variant) };
      return kernelsOf(instruction, { ...adapter, choices })
        .map(({ code }) => code)
        .join();
    });
    expect(new Set(texts).size).toBe(texts.length);
  }
  expect(candidatesOf(computation, card).map(variantName)).not.toContain('registers-4');
});

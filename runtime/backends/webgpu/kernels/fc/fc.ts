// Fully connected layers: y[n, o] = b[o] + sum over i of x[n, i] * w[i, o], and their gradients. Weights [in, out]; all
// overwrite.
//
// Variants (variants/variants.ts):
// - register GEMM: software adapters, gemm/register-gemm.ts.
// - else the kernels of a 1x1 convolution over an image of one pixel with `inputs` channels: the same layout in memory.

import { type ComputationOf, onePixelGeometry } from '../../../../ir/index.js';
import type { AdapterProfile } from '../../adapter-profile.js';
import type { KernelsOf } from '../../shaders/kernel.js';
import { type Variant, variantOf, withLanes } from '../../variants/variants.js';
import { convolution } from '../conv/conv.js';
import { convolutionInputGradient } from '../conv/conv-input-gradient.js';
import { convolutionWeightGradient } from '../conv/conv-weight-gradient.js';
import { registerGemm } from '../gemm/register-gemm.js';

export const fc: KernelsOf<ComputationOf<'fc'>> = (instruction, adapter) => {
  const { computation, layer } = instruction;
  const label = `${layer}: fc`;
  const { batch, inputs, units } = computation;
  const variant = variantOf(computation, adapter);
  if (!hasOwn(variant, adapter)) {
    return [convolution({ label, geometry: onePixelGeometry(computation), groups: 1 }, instruction, variant, adapter)];
  }
  const first = { row: inputs, k: 1 };
  const second = { k: units, column: 1 };
  const problem = { label, rows: batch, columns: units, depth: inputs, first, second };
  return [registerGemm(problem, instruction, withLanes(adapter, variant))];
};

export const fcInputGradient: KernelsOf<ComputationOf<'fc-input-gradient'>> = (instruction, adapter) => {
  const { computation, layer } = instruction;
  const label = `${layer}: fc input gradient`;
  const { batch, inputs, units } = computation;
  const variant = variantOf(computation, adapter);
  if (!hasOwn(variant, adapter)) {
    return [
      convolutionInputGradient(
        { label, geometry: onePixelGeometry(computation), groups: 1 },
        instruction,
        variant,
        adapter,
      ),
    ];
  }
  const first = { row: units, k: 1 };
  const second = { k: 1, column: units };
  const problem = { label, rows: batch, columns: inputs, depth: units, first, second };
  return [registerGemm(problem, instruction, withLanes(adapter, variant))];
};

export const fcWeightGradient: KernelsOf<ComputationOf<'fc-weight-gradient'>> = (instruction, adapter) => {
  const { computation, layer } = instruction;
  const label = `${layer}: fc weight gradient`;
  const { batch, inputs, units } = computation;
  const variant = variantOf(computation, adapter);
  if (!hasOwn(variant, adapter)) {
    return convolutionWeightGradient({ label, geometry: onePixelGeometry(computation), groups: 1 }, variant, adapter);
  }
  const first = { row: 1, k: inputs };
  const second = { k: units, column: 1 };
  const problem = { label, rows: inputs, columns: units, depth: batch, first, second };
  return [registerGemm(problem, instruction, withLanes(adapter, variant))];
};

/** Whether a product of its own computes it. */
function hasOwn(variant: Variant, adapter: AdapterProfile): boolean {
  return adapter.software && variant.kind === 'registers';
}

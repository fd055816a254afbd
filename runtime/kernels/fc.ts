// Fully connected layers: y[n, o] = b[o] + sum over i of x[n, i] * w[i, o], and its gradients. Weights [in, out]. All overwrite.
//
// On software adapters each is a matrix product of its own (product.ts). Elsewhere a fully connected layer is a 1x1
// convolution over an image of one pixel with `inputs` channels, with the same layout in memory, and the convolution's
// kernels do its work.
import { type ComputationOf, onePixelGeometry } from '../program/index.js';
import { convolution } from './conv.js';
import { convolutionInputGradient } from './conv-input-gradient.js';
import { convolutionWeightGradient } from './conv-weight-gradient.js';
import type { KernelsOf } from './kernel.js';
import { product } from './product.js';

export const fc: KernelsOf<ComputationOf<'fc'>> = (instruction, adapter) => {
  const label = `${instruction.layer}: fc`;
  const { batch, inputs, units } = instruction.computation;
  if (!adapter.software) {
    return [convolution(label, onePixelGeometry(instruction.computation), 1, instruction, adapter)];
  }
  const first = { row: inputs, k: 1 };
  const second = { k: units, column: 1 };
  return [product({ label, rows: batch, columns: units, depth: inputs, first, second }, instruction, adapter)];
};

export const fcInputGradient: KernelsOf<ComputationOf<'fc-input-gradient'>> = (instruction, adapter) => {
  const label = `${instruction.layer}: fc input gradient`;
  const { batch, inputs, units } = instruction.computation;
  if (!adapter.software) {
    return [convolutionInputGradient(label, onePixelGeometry(instruction.computation), 1, instruction, adapter)];
  }
  const first = { row: units, k: 1 };
  const second = { k: 1, column: units };
  return [product({ label, rows: batch, columns: inputs, depth: units, first, second }, instruction, adapter)];
};

export const fcWeightGradient: KernelsOf<ComputationOf<'fc-weight-gradient'>> = (instruction, adapter) => {
  const label = `${instruction.layer}: fc weight gradient`;
  const { batch, inputs, units } = instruction.computation;
  if (!adapter.software) {
    return convolutionWeightGradient(label, onePixelGeometry(instruction.computation), 1, adapter);
  }
  const first = { row: 1, k: inputs };
  const second = { k: units, column: 1 };
  return [product({ label, rows: inputs, columns: units, depth: batch, first, second }, instruction, adapter)];
};

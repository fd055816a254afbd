// Fully connected layers: y[n, o] = b[o] + sum over i of x[n, i] * w[i, o], and its gradients. Weights [in, out].
// A fully connected layer is a 1x1 convolution over an image of one pixel with `inputs` channels, with the same layout
// in memory, so the convolution's kernels (a tiled matrix product, then) do its work. All overwrite.
import { type ComputationOf, onePixelGeometry } from '../program/index.js';
import { convolution } from './conv.js';
import { convolutionInputGradient } from './conv-input-gradient.js';
import { convolutionWeightGradient } from './conv-weight-gradient.js';
import type { KernelsOf } from './kernel.js';

export const fc: KernelsOf<ComputationOf<'fc'>> = (instruction, adapter) => [
  convolution(`${instruction.layer}: fc`, onePixelGeometry(instruction.computation), 1, instruction, adapter),
];

export const fcInputGradient: KernelsOf<ComputationOf<'fc-input-gradient'>> = (instruction, adapter) => {
  const label = `${instruction.layer}: fc input gradient`;
  return [convolutionInputGradient(label, onePixelGeometry(instruction.computation), 1, instruction, adapter)];
};

export const fcWeightGradient: KernelsOf<ComputationOf<'fc-weight-gradient'>> = ({ computation, layer }, adapter) =>
  convolutionWeightGradient(`${layer}: fc weight gradient`, onePixelGeometry(computation), 1, adapter);

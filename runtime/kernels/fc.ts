// Fully connected layers: y[n, o] = b[o] + sum over i of x[n, i] * w[i, o], and its gradients. Weights [in, out].
// A fully connected layer is a 1x1 convolution over an image of one pixel with `inputs` channels, with the same layout
// in memory, so the convolution's kernels (a tiled matrix product, then) do its work. All overwrite.
import type { Window } from '../../language/graph/index.js';
import { splitsOf } from '../plan/splits.js';
import type { ComputationOf, WindowGeometry } from '../program/program.js';
import { convolution } from './conv.js';
import { convolutionInputGradient } from './conv-input-gradient.js';
import { convolutionWeightGradient } from './conv-weight-gradient.js';
import type { KernelsOf } from './kernel.js';

const onePixel: Window = {
  kernel: [1, 1],
  stride: [1, 1],
  dilation: [1, 1],
  padding: { top: 0, left: 0, bottom: 0, right: 0 },
  ceil: false,
};

function asConvolution(sizes: { readonly batch: number; readonly inputs: number; readonly units: number }) {
  const { batch, inputs, units } = sizes;
  return { window: onePixel, input: [batch, 1, 1, inputs], output: [batch, 1, 1, units] } satisfies WindowGeometry;
}

export const fc: KernelsOf<ComputationOf<'fc'>> = (instruction, adapter) => [
  convolution(`${instruction.layer}: fc`, asConvolution(instruction.computation), 1, instruction, adapter),
];

export const fcInputGradient: KernelsOf<ComputationOf<'fc-input-gradient'>> = (instruction, adapter) => {
  const label = `${instruction.layer}: fc input gradient`;
  return [convolutionInputGradient(label, asConvolution(instruction.computation), 1, instruction, adapter)];
};

export const fcWeightGradient: KernelsOf<ComputationOf<'fc-weight-gradient'>> = ({ computation, layer }) =>
  convolutionWeightGradient(`${layer}: fc weight gradient`, asConvolution(computation), 1, splitsOf(computation));

// Convolution, gradient of its input: dx[n, iy, ix, c] = sum over ky, kx, f of dy[n, oy, ox, f] * w[ky, kx, c, f],
// where iy = oy*s + ky*d - p and ix likewise. NHWC, weights HWIO; overwrites dx. With a bias: a transposed convolution,
// forward.
//
// Variants, chosen as for conv.ts:
// - depthwise: as many groups as channels, a multiple of 4.
// - Winograd: software adapters, 3x3 windows of stride 1.
// - tiled GEMM: GPUs; stride 1 as a convolution by the flipped window, other strides by gathering.
// - direct: else; stride 1 by the flipped window, other strides one dense convolution a stride phase.

import { type ComputationOf, type Instruction, isDepthwise, type WindowGeometry } from '../../../../ir/index.js';
import type { AdapterProfile } from '../../adapter-profile.js';
import type { KernelSource, KernelsOf } from '../../shaders/kernel.js';
import { flattenPointwise } from '../../shaders/window.js';
import { type Variant, variantOf, withLanes } from '../../variants/variants.js';
import { depthwiseInputGradient } from '../depthwise/depthwise.js';
import { directConv } from '../direct-conv/direct-conv.js';
import type { ConvShape, DirectConv } from '../direct-conv/problem.js';
import { findStridePhases } from '../direct-conv/stride-phases.js';
import { convAsGemm, convInputGradientAsGemm } from '../gemm/conv-as-gemm.js';
import { winograd } from '../winograd/winograd.js';

export const convInputGradient: KernelsOf<ComputationOf<'conv-input-gradient'>> = (instruction, adapter) => {
  const { geometry, groups } = instruction.computation;
  const label = `${instruction.layer}: conv input gradient`;
  if (isDepthwise(geometry, groups)) return [depthwiseInputGradient(label, geometry, instruction)];
  const variant = variantOf(instruction.computation, adapter);
  if (variant.kind === 'winograd')
    return winograd(flipWindow(label, geometry, groups), variant.sizes, instruction, adapter);
  return [convolutionInputGradient({ label, geometry, groups }, instruction, variant, adapter)];
};

/** The kernel of [dy, weights, bias?] -> [dx]; also a fully connected layer's, whose image is one pixel. */
export function convolutionInputGradient(
  shape: ConvShape,
  instruction: Instruction,
  variant: Variant,
  adapter: AdapterProfile,
): KernelSource {
  const { label, geometry, groups } = shape;
  const { stride } = geometry.window;
  if (stride[0] === 1 && stride[1] === 1) {
    const problem = flipWindow(label, flattenPointwise(geometry), groups);
    if (variant.kind === 'blocks') return convAsGemm(problem, variant.tile, instruction);
    return directConv(problem, instruction, withLanes(adapter, variant));
  }
  if (variant.kind === 'blocks') return convInputGradientAsGemm(shape, variant.tile, instruction);
  return directConv(splitIntoPhases(label, geometry, groups), instruction, withLanes(adapter, variant));
}

/** For stride 1: the convolution of dy by the flipped window. */
function flipWindow(label: string, geometry: WindowGeometry, groups: number): DirectConv {
  const { input: result, output: source } = geometry;
  const { kernel, stride, dilation, padding } = geometry.window;
  const [height, width] = kernel;
  const { size, ...weights } = weightsOf(geometry, groups);
  const window = {
    kernel,
    stride,
    dilation,
    padding: { top: (height - 1) * dilation[0] - padding.top, left: (width - 1) * dilation[1] - padding.left },
  };
  const turned = { ...weights, first: size - weights.kx, ky: -weights.ky, kx: -weights.kx };
  return { label, source, result, window, groups, weights: { size, ...turned } };
}

/** For another stride: as many convolutions of stride 1 as it has phases, their results between each other's. */
function splitIntoPhases(label: string, geometry: WindowGeometry, groups: number): DirectConv {
  const { input: result, output: source, window: of } = geometry;
  const window = { ...of, stride: [1, 1] } as const;
  const phases = [findStridePhases(geometry, 0), findStridePhases(geometry, 1)] as const;
  return { label, source, result, window, groups, weights: weightsOf(geometry, groups), phases };
}

/** Where the weights lie, for sums over filters. */
function weightsOf({ window, input, output }: WindowGeometry, groups: number): DirectConv['weights'] {
  const [height, width] = window.kernel;
  const filters = output[3];
  const tap = (input[3] / groups) * filters;
  const [ky, kx] = [width * tap, tap];
  return { size: height * width * tap, first: 0, ky, kx, channel: 1, column: filters, group: filters / groups };
}

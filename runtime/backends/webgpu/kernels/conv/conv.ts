// Convolution, forward: y[n, oy, ox, f] = b[f] + sum over ky, kx, c of x[n, iy, ix, c] * w[ky, kx, c, f], where iy =
// oy*s + ky*d - p and ix likewise. Activations NHWC, weights HWIO; overwrites y.
//
// Variants (variants/variants.ts: the measured one, else the cheapest by a cost model):
// - depthwise: as many groups as channels, a multiple of 4.
// - Winograd: software adapters, 3x3 windows of stride 1, at least 16 channels, where it saves half the products.
// - tiled GEMM: GPUs, where the product has enough blocks; 64x64 down to 32x32.
// - direct: else; with quads on software adapters that have subgroups of 4.

import { type ComputationOf, type Instruction, isDepthwise, type WindowGeometry } from '../../../../ir/index.js';
import type { AdapterProfile } from '../../adapter-profile.js';
import type { KernelSource, KernelsOf } from '../../shaders/kernel.js';
import { flattenPointwise } from '../../shaders/window.js';
import { type Variant, variantOf, withLanes } from '../../variants/variants.js';
import { depthwise } from '../depthwise/depthwise.js';
import { directConv } from '../direct-conv/direct-conv.js';
import type { ConvShape, DirectConv } from '../direct-conv/problem.js';
import { convAsGemm } from '../gemm/conv-as-gemm.js';
import { winograd } from '../winograd/winograd.js';

export const conv: KernelsOf<ComputationOf<'conv'>> = (instruction, adapter) => {
  const { geometry, groups } = instruction.computation;
  const label = `${instruction.layer}: conv`;
  if (isDepthwise(geometry, groups)) return [depthwise(label, geometry, instruction)];
  const variant = variantOf(instruction.computation, adapter);
  if (variant.kind === 'winograd')
    return winograd(problemOf(label, geometry, groups), variant.sizes, instruction, adapter);
  return [convolution({ label, geometry, groups }, instruction, variant, adapter)];
};

/** The kernel of [x, weights, bias?] -> [y]; also a fully connected layer's, whose image is one pixel. */
export function convolution(
  { label, geometry, groups }: ConvShape,
  instruction: Instruction,
  variant: Variant,
  adapter: AdapterProfile,
): KernelSource {
  const problem = problemOf(label, flattenPointwise(geometry), groups);
  if (variant.kind === 'blocks') return convAsGemm(problem, variant.tile, instruction);
  return directConv(problem, instruction, withLanes(adapter, variant));
}

function problemOf(
  label: string,
  { window, input: source, output: result }: WindowGeometry,
  groups: number,
): DirectConv {
  const [height, width] = window.kernel;
  const filters = result[3];
  const depth = source[3] / groups;
  const tap = depth * filters;
  const weights = {
    size: height * width * tap,
    first: 0,
    ky: width * tap,
    kx: tap,
    channel: filters,
    column: 1,
    group: filters / groups,
  };
  return { label, source, result, window, groups, weights };
}

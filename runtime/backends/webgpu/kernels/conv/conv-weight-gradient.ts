// Convolution, gradient of its weights: dw[ky, kx, c, f] = sum over n, oy, ox of x[n, iy, ix, c] * dy[n, oy, ox, f],
// where iy = oy*s + ky*d - p and ix likewise. NHWC, weights HWIO; overwrites dw. The sum over pixels is split
// (split-K).
//
// Variants, chosen as for conv.ts:
// - depthwise: as many groups as channels, a multiple of 4.
// - Winograd: software adapters, 3x3 windows of stride 1, at least 32 channels on both sides.
// - tiled GEMM: GPUs, where the product has enough blocks.
// - direct: else; partial sums go to the workspace and shaders/reduce-partials.ts adds them.

import { type ComputationOf, isDepthwise } from '../../../../ir/index.js';
import type { AdapterProfile } from '../../adapter-profile.js';
import { input, type KernelSource, type KernelsOf, output, workspace } from '../../shaders/kernel.js';
import { reducePartials } from '../../shaders/reduce-partials.js';
import { type Variant, variantOf, withLanes } from '../../variants/variants.js';
import { chooseWeightTile } from '../../variants/weight-tile.js';
import { depthwiseWeightGradient } from '../depthwise/depthwise.js';
import type { ConvShape } from '../direct-conv/problem.js';
import { directWeightGradient } from '../direct-conv/weight-gradient.js';
import { convWeightGradientAsGemm } from '../gemm/conv-as-gemm.js';
import { winogradWeightGradient } from '../winograd/weight-gradient.js';

export const convWeightGradient: KernelsOf<ComputationOf<'conv-weight-gradient'>> = (
  { computation, layer },
  adapter,
) => {
  const { geometry, groups } = computation;
  const label = `${layer}: conv weight gradient`;
  if (isDepthwise(geometry, groups)) return depthwiseWeightGradient(label, computation, adapter);
  const variant = variantOf(computation, adapter);
  if (variant.kind === 'winograd-gradient') return winogradWeightGradient(label, geometry, variant.sizes);
  return convolutionWeightGradient({ label, geometry, groups }, variant, adapter);
};

/** The kernels of [x, dy] -> [dweights]; also a fully connected layer's, whose image is one pixel. */
export function convolutionWeightGradient(shape: ConvShape, variant: Variant, adapter: AdapterProfile): KernelSource[] {
  const { label, geometry, groups } = shape;
  if (variant.kind === 'blocks') return convWeightGradientAsGemm(label, geometry, groups, variant);
  const tile = chooseWeightTile(geometry, groups, withLanes(adapter, variant));
  const { input: from, output: to, window } = geometry;
  const size = window.kernel[0] * window.kernel[1] * (from[3] / groups) * to[3];
  const dw = tile.pieces > 1 ? workspace : output(0);
  const partial = directWeightGradient(shape, tile, { x: input(0), dy: input(1), dw });
  return tile.pieces > 1 ? [partial, reducePartials(label, size, tile.pieces)] : [partial];
}

// Convolutions by Winograd, as kernels.
import type { Kernel } from '../../kernel.js';
import { type WinogradOptions, winogradScratchBytes, winogradStage } from './convolve.js';
import { weightSizes } from './tiling.js';
import { transformForward, transformTransposed, transposeBytes } from './transform-weights.js';

export { canTile, tilingOf } from './tiling.js';
export { winogradWeightGradient } from './weight-gradient.js';

export function winogradConv(options: WinogradOptions): Kernel {
  const { window } = options;
  return {
    stages: [transformForward(window), winogradStage(options)],
    scratchBytes: winogradScratchBytes(window),
    workspaceBytes: weightSizes(window).bytes,
  };
}

/** `kernelColumns`: the width of the convolution's kernel. */
export function winogradInputGradient(options: WinogradOptions, kernelColumns: number): Kernel {
  const { window } = options;
  return {
    stages: [transformTransposed(window, kernelColumns), winogradStage(options)],
    scratchBytes: Math.max(winogradScratchBytes(window), transposeBytes),
    workspaceBytes: weightSizes(window).bytes,
  };
}

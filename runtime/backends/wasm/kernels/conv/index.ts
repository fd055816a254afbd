// Convolutions and their gradients.
import type { KernelFactory } from '../kernel.js';
import { orSparseInputGradient } from '../sparse-gradients/input-gradient.js';
import { orSparseWeightGradient } from '../sparse-gradients/weight-gradient.js';
import { scratchBytes } from './band.js';
import { depthwiseStage } from './depthwise.js';
import { isDepthwiseWindow } from './depthwise-tiles.js';
import { depthwiseWeightGradient } from './depthwise-weight-gradient.js';
import { directStage, packedSizes } from './direct.js';
import { packForward, packTransposed } from './pack-weights.js';
import { scatterCost, scatteredGradient } from './scatter.js';
import { forwardWindow, gradientWindows } from './sliding.js';
import { chooseVariant } from './variants.js';
import { directWeightGradient } from './weight-gradient.js';
import { winogradConv, winogradInputGradient, winogradWeightGradient } from './winograd/index.js';

/** Inputs with a bias, which is then the last: source, weights and bias, before those of the epilogue. */
const inputsWithBias = 3;

export const conv: KernelFactory<'conv'> = (computation, arithmetic, { convVariant }) => {
  const window = forwardWindow(computation);
  const { epilogue, geometry } = computation;
  const { tileRows } = arithmetic;
  if (isDepthwiseWindow(window)) return { stages: [depthwiseStage({ window, geometry, epilogue })] };
  if (chooseVariant(computation, tileRows, convVariant) === 'winograd') {
    return winogradConv({ window, epilogue, inputsWithBias, tileRows });
  }
  return {
    stages: [packForward(window), directStage({ window, epilogue, inputsWithBias, tileRows })],
    scratchBytes: scratchBytes(window),
    workspaceBytes: packedSizes(window).bytes,
  };
};

const denseInputGradient: KernelFactory<'conv-input-gradient'> = (computation, arithmetic, { convVariant }) => {
  const { tileRows } = arithmetic;
  const windows = gradientWindows(computation);
  const { epilogue, geometry } = computation;
  if (chooseVariant(computation, tileRows, convVariant) === 'winograd') {
    const [window] = windows;
    return winogradInputGradient({ window, epilogue, inputsWithBias, tileRows }, geometry.window.kernel[1]);
  }
  if (scatterCost(computation, tileRows) !== undefined) return scatteredGradient(computation, tileRows);
  if (windows.every(isDepthwiseWindow)) {
    return { stages: windows.map((window) => depthwiseStage({ window, geometry, epilogue })) };
  }
  return {
    // One after the other, so that all use the same workspace.
    stages: windows.flatMap((window) => [
      ...(packedSizes(window).sum > 0 ? [packTransposed(window, geometry.window.kernel[1])] : []),
      directStage({ window, epilogue, inputsWithBias, tileRows }),
    ]),
    scratchBytes: Math.max(...windows.map((window) => scratchBytes(window))),
    workspaceBytes: Math.max(...windows.map((window) => packedSizes(window).bytes)),
  };
};

const denseWeightGradient: KernelFactory<'conv-weight-gradient'> = (computation, arithmetic, options) => {
  const window = forwardWindow({ ...computation, kind: 'conv' });
  if (isDepthwiseWindow(window)) return depthwiseWeightGradient(computation);
  return chooseVariant(computation, arithmetic.tileRows, options.convVariant) === 'winograd'
    ? winogradWeightGradient(window, arithmetic)
    : directWeightGradient(computation, arithmetic, options);
};

export const convInputGradient: KernelFactory<'conv-input-gradient'> = (computation, arithmetic, options) =>
  orSparseInputGradient(computation, denseInputGradient(computation, arithmetic, options));

export const convWeightGradient: KernelFactory<'conv-weight-gradient'> = (computation, arithmetic, options) =>
  orSparseWeightGradient(computation, denseWeightGradient(computation, arithmetic, options));

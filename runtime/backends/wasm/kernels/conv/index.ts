// Convolutions and their gradients.
import type { KernelFactory } from '../kernel.js';
import { orSparseInputGradient } from '../sparse-gradients/input-gradient.js';
import { orSparseWeightGradient } from '../sparse-gradients/weight-gradient.js';
import { depthwiseStage } from './depthwise.js';
import { isDepthwiseWindow } from './depthwise-tiles.js';
import { depthwiseWeightGradient } from './depthwise-weight-gradient.js';
import { directStage, packedSizes, scratchBytes } from './direct.js';
import { packForward, packTransposed } from './pack-weights.js';
import { scatteredGradient, scattersFaster } from './scatter.js';
import { forwardWindow, gradientWindows } from './sliding.js';
import { directWeightGradient } from './weight-gradient.js';

/** Inputs with a bias, which is then the last: source, weights and bias, before those of the epilogue. */
const inputsWithBias = 3;

export const conv: KernelFactory<'conv'> = (computation, { tileRows }) => {
  const window = forwardWindow(computation);
  const { epilogue, geometry } = computation;
  if (isDepthwiseWindow(window)) return { stages: [depthwiseStage({ window, geometry, epilogue })] };
  return {
    stages: [packForward(window), directStage({ window, epilogue, inputsWithBias, tileRows })],
    scratchBytes: scratchBytes(window),
    workspaceBytes: packedSizes(window).bytes,
  };
};

const denseInputGradient: KernelFactory<'conv-input-gradient'> = (computation, { tileRows }) => {
  if (scattersFaster(computation, tileRows)) return scatteredGradient(computation, tileRows);
  const windows = gradientWindows(computation);
  const { epilogue, geometry } = computation;
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

const denseWeightGradient: KernelFactory<'conv-weight-gradient'> = (computation, arithmetic) =>
  isDepthwiseWindow(forwardWindow({ ...computation, kind: 'conv' }))
    ? depthwiseWeightGradient(computation)
    : directWeightGradient(computation, arithmetic);

export const convInputGradient: KernelFactory<'conv-input-gradient'> = (computation, arithmetic) =>
  orSparseInputGradient(computation, denseInputGradient(computation, arithmetic));

export const convWeightGradient: KernelFactory<'conv-weight-gradient'> = (computation, arithmetic) =>
  orSparseWeightGradient(computation, denseWeightGradient(computation, arithmetic));

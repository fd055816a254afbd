// Convolutions and their gradients.
import type { KernelFactory } from '../kernel.js';
import { directStage, packedSizes, scratchBytes } from './direct.js';
import { packForward, packTransposed } from './pack-weights.js';
import { scatteredGradient, scattersFaster } from './scatter.js';
import { forwardWindow, gradientWindows } from './sliding.js';

export { convWeightGradient } from './weight-gradient.js';

export const conv: KernelFactory<'conv'> = (computation, { tileRows }) => {
  const window = forwardWindow(computation);
  const { epilogue } = computation;
  return {
    stages: [packForward(window), directStage({ window, epilogue, inputsWithBias: 3, tileRows })],
    scratchBytes: scratchBytes(window),
    workspaceBytes: packedSizes(window).bytes,
  };
};

export const convInputGradient: KernelFactory<'conv-input-gradient'> = (computation, { tileRows }) => {
  if (scattersFaster(computation, tileRows)) return scatteredGradient(computation, tileRows);
  const windows = gradientWindows(computation);
  const { epilogue, geometry } = computation;
  return {
    // One after the other, so that all use the same workspace.
    stages: windows.flatMap((window) => [
      ...(packedSizes(window).sum > 0 ? [packTransposed(window, geometry.window.kernel[1])] : []),
      directStage({ window, epilogue, inputsWithBias: 3, tileRows }),
    ]),
    scratchBytes: Math.max(...windows.map(scratchBytes)),
    workspaceBytes: Math.max(...windows.map((window) => packedSizes(window).bytes)),
  };
};

// Kernels of softmax and of losses.
export { crossEntropy } from './cross-entropy.js';
export { mse } from './mse.js';
export { softmax, softmaxGradient } from './softmax.js';

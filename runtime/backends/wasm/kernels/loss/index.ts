// Kernels of softmax and of losses.
export { crossEntropy } from './cross-entropy.js';
export { imageError } from './image-error.js';
export { mae, mse } from './row-error.js';
export { softmax, softmaxGradient } from './softmax.js';

// Pooling and its gradients.
export { maxpool } from './maxpool.js';
export { maxpoolGradient } from './maxpool-gradient.js';

// Pooling and its gradients.
export { avgpool } from './avgpool.js';
export { avgpoolGradient } from './avgpool-gradient.js';
export { maxpool } from './maxpool.js';
export { maxpoolGradient } from './maxpool-gradient.js';

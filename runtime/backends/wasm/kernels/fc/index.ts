// Fully connected layers and their gradients.
export { fc, fcInputGradient } from './fc.js';
export { fcWeightGradient } from './weight-gradient.js';

// What changes parameters, and what clips the gradients that it reads.
export { adagrad } from './adagrad.js';
export { adam } from './adam.js';
export { clipFactor, squareSums } from './clipping.js';
export { rmsprop } from './rmsprop.js';
export { sgd } from './sgd.js';

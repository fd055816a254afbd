// Kernels of what is done to each value by itself.
export { add } from './add.js';
export { dropout } from './dropout.js';
export { mul, mulSpreadGradient } from './mul.js';
export { pointwise, pointwiseGradient } from './pointwise.js';
export { prelu, preluInputGradient, preluSlopeGradient } from './prelu.js';

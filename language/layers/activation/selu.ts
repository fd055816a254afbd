// Scaled exponential linear unit: elu with the constants that keep mean 0 and variance 1.
import { pointwise } from './pointwise.js';

export const selu = pointwise<'selu'>(() => ({ kind: 'selu' }));

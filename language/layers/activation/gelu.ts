// Gaussian error linear unit: x*(1 + erf(x/sqrt(2)))/2.
import { pointwise } from './pointwise.js';

export const gelu = pointwise<'gelu'>(() => ({ kind: 'gelu' }));

// Logistic sigmoid: 1/(1 + exp(-x)).
import { pointwise } from './pointwise.js';

export const sigmoid = pointwise<'sigmoid'>(() => ({ kind: 'sigmoid' }));

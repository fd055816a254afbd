// Hyperbolic tangent.
import { pointwise } from './pointwise.js';

export const tanh = pointwise<'tanh'>(() => ({ kind: 'tanh' }));

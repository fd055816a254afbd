// Mish: x*tanh(softplus(x)).
import { pointwise } from './pointwise.js';

export const mish = pointwise<'mish'>(() => ({ kind: 'mish' }));

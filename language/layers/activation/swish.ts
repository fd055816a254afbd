// Swish, also called SiLU: x*sigmoid(x).
import { pointwise } from './pointwise.js';

export const swish = pointwise<'swish'>(() => ({ kind: 'swish' }));

// Straight-line swish: x*relu6(x + 3)/6.
import { pointwise } from './pointwise.js';

export const hardSwish = pointwise<'hard_swish'>(() => ({ kind: 'hard_swish' }));

// Straight-line sigmoid: relu6(x + 3)/6.
import { pointwise } from './pointwise.js';

export const hardSigmoid = pointwise<'hard_sigmoid'>(() => ({ kind: 'hard_sigmoid' }));

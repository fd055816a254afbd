// Softplus: log(1 + exp(x)).
import { pointwise } from './pointwise.js';

export const softplus = pointwise<'softplus'>(() => ({ kind: 'softplus' }));

// Exponential linear unit: x below 0 becomes alpha*(exp(x) - 1).
import { pointwise } from './pointwise.js';

export const elu = pointwise<'elu'>((call) => ({ kind: 'elu', alpha: call.arguments.number('alpha') }));

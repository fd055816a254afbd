// Leaky rectifier: x below 0 becomes slope*x.
import { pointwise } from './pointwise.js';

export const leakyRelu = pointwise<'leaky_relu'>((call) => ({
  kind: 'leaky_relu',
  slope: call.arguments.number('slope'),
}));

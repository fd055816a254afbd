// Softmax: probabilities over the channels of each place.
import { pointwise } from './pointwise.js';

export const softmax = pointwise<'softmax'>(() => ({ kind: 'softmax' }));

// Rectifier cut at 6: min(max(0, x), 6), as in MobileNet.
import { pointwise } from './pointwise.js';

export const relu6 = pointwise<'relu6'>(() => ({ kind: 'relu6' }));

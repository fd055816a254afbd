// Rectifier: max(0, x).
import { pointwise } from './pointwise.js';

export const relu = pointwise<'relu'>(() => ({ kind: 'relu' }));

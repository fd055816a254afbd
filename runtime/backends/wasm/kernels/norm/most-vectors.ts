// Vectors of columns whose sums are in registers at once. Additions overlap the better the more there are, but Node 20,
// which has no fused instruction, loads all that a loop reads before it computes, and spills.
import type { Arithmetic } from '../arithmetic.js';

/** Of one sum each, of squares of distances from a mean. Measured on ResNet-20's shapes: 8 % and 35 % faster. */
export function mostSquaredVectors({ name }: Arithmetic): number {
  return name === 'fused' ? 8 : 4;
}

/** Of two sums each, of dy and of its products. Measured likewise: both 30 % faster than with the other's number. */
export function mostGradientSums({ name }: Arithmetic): number {
  return name === 'fused' ? 5 : 3;
}

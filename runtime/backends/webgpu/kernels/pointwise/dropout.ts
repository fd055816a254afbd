// Dropout in training: y = mask*x/(1 - rate), and dx = mask*dy/(1 - rate) with the same mask (shaders/dropout-mask.ts).
// Elementwise; overwrites.
import type { ComputationOf } from '../../../../ir/index.js';
import { emitDropoutMask } from '../../shaders/dropout-mask.js';
import { chooseWidth, elementwiseMap } from '../../shaders/elementwise.js';
import type { KernelsOf } from '../../shaders/kernel.js';

/** Of both directions: [x] -> [y] and [dy] -> [dx]. */
export const dropout: KernelsOf<ComputationOf<'dropout' | 'dropout-gradient'>> = (instruction) => {
  const { computation } = instruction;
  const { kind, size } = computation;
  const { declarations, value } = emitDropoutMask(computation, 'x', 'i', chooseWidth(size, computation));
  const label = `${instruction.layer}: ${kind === 'dropout' ? 'dropout' : 'dropout gradient'}`;
  return [elementwiseMap({ label, instruction, size, loads: ['x'], settings: true, declarations, value })];
};

// Activation functions and their derivatives: y = f(x) and dx = dy*f'(at), where `at` is x or y as `derivativeReads`
// says. Elementwise; overwrites.
import type { ComputationOf } from '../../../../ir/index.js';
import { activationFunction } from '../../shaders/activation-functions.js';
import { elementwiseMap } from '../../shaders/elementwise.js';
import type { KernelsOf } from '../../shaders/kernel.js';

export const pointwise: KernelsOf<ComputationOf<'pointwise'>> = (instruction) => {
  const { size, function: of } = instruction.computation;
  const { declarations, value } = activationFunction(of);
  const label = `${instruction.layer}: ${of.kind}`;
  return [elementwiseMap({ label, instruction, size, loads: ['x'], declarations, value })];
};

export const pointwiseGradient: KernelsOf<ComputationOf<'pointwise-gradient'>> = (instruction) => {
  const { size, function: of } = instruction.computation;
  const { declarations, gradient } = activationFunction(of);
  const label = `${instruction.layer}: ${of.kind} gradient`;
  return [elementwiseMap({ label, instruction, size, loads: ['at', 'dy'], declarations, value: gradient })];
};

// Batch normalisation, gradient of its input, of m values a channel: dx = scale/sqrt(variance + eps)*(dy - dshift/m -
// xhat*dscale/m), xhat = (x - mean)/sqrt(variance + eps). The sums it needs are the gradients of shift and scale. Overwrites dx.
import type { ComputationOf } from '../program/index.js';
import { input, type KernelsOf, makeKernel, output } from './kernel.js';
import { normWalk } from './norm-groups.js';
import { f32 } from './wgsl.js';

export const batchNormInputGradient: KernelsOf<ComputationOf<'batch-norm-input-gradient'>> = ({
  computation,
  inputs,
  inPlace,
  layer,
}) => {
  const { places, eps } = computation;
  const scaled = inputs.length > 6;
  const walk = normWalk(computation);
  // One of these may lie where dx goes: then it is bound once, as dx.
  const values = ['x', 'dy'].map((name, index) => (index === inPlace ? 'dx' : name));
  const kernel = makeKernel({
    label: `${layer}: batch norm input gradient`,
    buffers: [
      ...values.flatMap((name, index) => (name === 'dx' ? [] : [{ name, ...walk.values, binding: input(index) }])),
      { name: 'mean', ...walk.figures, binding: input(2) },
      { name: 'variance', ...walk.figures, binding: input(3) },
      { name: 'dscale', ...walk.parameters, binding: input(4) },
      { name: 'dshift', ...walk.parameters, binding: input(5) },
      ...(scaled ? [{ name: 'scale', ...walk.parameters, binding: input(6) }] : []),
      { name: 'dx', ...walk.values, binding: output(0) },
    ],
    threads: walk.size,
    body: `
  let c = i % ${walk.columns}u;
  let inverse = inverseSqrt(variance[c] + ${f32(eps)});
  let xhat = (${values[0]}[i] - mean[c]) * inverse;
  dx[i] = ${scaled ? 'scale[c] * ' : ''}inverse * (${values[1]}[i] - (dshift[c] + xhat * dscale[c]) * ${f32(1 / places)});`,
  });
  return [kernel];
};

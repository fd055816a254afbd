// Batch normalisation, input gradient over m values a channel: dx = scale/sqrt(variance + eps)*(dy - dshift/m -
// xhat*dscale/m), xhat = (x - mean)/sqrt(variance + eps). Its sums are the parameters' gradients. Overwrites dx.
import type { ComputationOf } from '../../../../ir/index.js';
import { input, type KernelSource, type KernelsOf, output } from '../../shaders/kernel.js';
import { f32, wgsl } from '../../shaders/wgsl.js';
import { elementWalk, normWalk } from './norm-groups.js';

export const batchNormInputGradient: KernelsOf<ComputationOf<'batch-norm-input-gradient'>> = (
  { computation, inputs, inPlace, layer },
  adapter,
) => {
  const { places, imagePlaces, eps } = computation;
  const scaled = inputs.length > 6;
  const walk = normWalk(computation);
  const elements = elementWalk(walk, adapter);
  // One of these may lie where dx goes: then it is bound once, as dx.
  const values = ['x', 'dy'].map((name, index) => (index === inPlace ? 'dx' : name));
  // Empty slots of a partial batch have no gradient.
  const filled = wgsl`${walk.size}u - settings.empty_slots * ${(imagePlaces ?? 0) * walk.columns}u`;
  const counts = imagePlaces === undefined ? 'gradient' : wgsl`select(gradient, ${walk.type}(), place >= ${filled})`;
  const kernel: KernelSource = {
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
    threads: elements.threads,
    settings: imagePlaces !== undefined,
    body: (emit) => `${elements.begin}
  let inverse = inverseSqrt(${emit.load('variance', 'column')} + ${f32(eps)});
  let middle = ${emit.load('mean', 'column')};
  let factor = ${scaled ? `${emit.load('scale', 'column')} * ` : ''}inverse;
  let inverseCount = ${f32(1 / places)}${imagePlaces === undefined ? '' : ' * settings.partial_scale'};
  let ofShift = ${emit.load('dshift', 'column')};
  let ofScale = ${emit.load('dscale', 'column')};
${elements.each(
  emit,
  `let xhat = (${emit.load(values[0], 'place')} - middle) * inverse;
    let gradient = factor * (${emit.load(values[1], 'place')} - (ofShift + xhat * ofScale) * inverseCount);
    ${emit.store('dx', 'place', counts)}`,
)}`,
  };
  return [kernel];
};

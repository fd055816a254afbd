// Rectifier with a learned slope a channel of [rows, channels]: y = x above 0, else slopes[c]*x, and dx likewise:
// elementwise. dslopes[c] = sum over rows of x*dy where x is not above 0: split-K over the rows, reduced in order.
// vec4 where the channels divide by 4. All overwrite.

import type { ComputationOf } from '../../../../ir/index.js';
import { elementwiseMap } from '../../shaders/elementwise.js';
import { input, type KernelSource, type KernelsOf, output, workspace } from '../../shaders/kernel.js';
import { reducePartials } from '../../shaders/reduce-partials.js';
import { rowsAsVec4 } from '../../shaders/vec4-access.js';
import { wgsl } from '../../shaders/wgsl.js';
import { countSplits } from '../../variants/split-k.js';

export const prelu: KernelsOf<ComputationOf<'prelu'>> = (instruction) => {
  const { rows, channels } = instruction.computation;
  const label = `${instruction.layer}: prelu`;
  const perChannel = { name: 'slope', channels };
  const value = 'select(slope * x, x, x > T(0))';
  return [elementwiseMap({ label, instruction, size: rows * channels, loads: ['x'], perChannel, value })];
};

export const preluInputGradient: KernelsOf<ComputationOf<'prelu-input-gradient'>> = (instruction) => {
  const { rows, channels } = instruction.computation;
  const label = `${instruction.layer}: prelu gradient`;
  const perChannel = { name: 'slope', channels };
  const value = 'select(slope * dy, dy, x > T(0))';
  return [elementwiseMap({ label, instruction, size: rows * channels, loads: ['x', 'dy'], perChannel, value })];
};

export const preluSlopeGradient: KernelsOf<ComputationOf<'prelu-slope-gradient'>> = (
  { computation, layer },
  adapter,
) => {
  const { rows, channels } = computation;
  const label = `${layer}: gradient of the slopes`;
  const splits = countSplits(computation, adapter);
  const piece = Math.ceil(rows / splits);
  const { type, groups, size } = rowsAsVec4(rows, channels);
  const kernel: KernelSource = {
    label,
    buffers: [
      { name: 'x', type, size, binding: input(0) },
      { name: 'dy', type, size, binding: input(1) },
      { name: 'dslopes', type, size: splits * groups, binding: splits > 1 ? workspace : output(0) },
    ],
    threads: splits * groups,
    body: ({ load, store, loop }) => wgsl`
  let split = i / ${groups}u;
  var sum = ${type}();
  let end = min((split + 1u) * ${piece}u, ${rows}u) * ${groups}u;
  ${loop('at', wgsl`split * ${piece * groups}u + i % ${groups}u`, 'end', wgsl`at += ${groups}u`)} {
    let value = ${load('x', 'at')};
    sum += select(value * ${load('dy', 'at')}, ${type}(), value > ${type}());
  }
  ${store('dslopes', 'i', 'sum')}`,
  };
  return splits > 1 ? [kernel, reducePartials(label, channels, splits)] : [kernel];
};

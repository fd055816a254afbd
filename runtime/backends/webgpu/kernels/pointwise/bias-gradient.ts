// Bias gradient: db[c] = sum over rows of dy[row, c], dy [rows, channels]; overwrites db. Split-K over the rows
// (variants/split-k.ts), reduced in order.

import type { ComputationOf } from '../../../../ir/index.js';
import { input, type KernelSource, type KernelsOf, output, workspace } from '../../shaders/kernel.js';
import { reducePartials } from '../../shaders/reduce-partials.js';
import { wgsl } from '../../shaders/wgsl.js';
import { countSplits } from '../../variants/split-k.js';

export const biasGradient: KernelsOf<ComputationOf<'bias-gradient'>> = ({ computation, layer }, adapter) => {
  const { rows, channels } = computation;
  const label = `${layer}: bias gradient`;
  const splits = countSplits(computation, adapter);
  const piece = Math.ceil(rows / splits);
  const width = channels % 4 === 0 ? 4 : 1;
  const type = width === 4 ? 'vec4f' : 'f32';
  const columns = channels / width;
  const kernel: KernelSource = {
    label,
    buffers: [
      { name: 'dy', type, size: rows * columns, binding: input(0) },
      { name: 'db', type, size: splits * columns, binding: splits > 1 ? workspace : output(0) },
    ],
    threads: splits * columns,
    body: ({ load, store, loop }) => wgsl`
  let split = i / ${columns}u;
  var sum = ${type}();
  let end = min((split + 1u) * ${piece}u, ${rows}u) * ${columns}u;
  ${loop(
    'at',
    wgsl`split * ${piece * columns}u + i % ${columns}u`,
    'end',
    wgsl`at += ${columns}u`,
  )} { sum += ${load('dy', 'at')}; }
  ${store('db', 'i', 'sum')}`,
  };
  return splits > 1 ? [kernel, reducePartials(label, channels, splits)] : [kernel];
};

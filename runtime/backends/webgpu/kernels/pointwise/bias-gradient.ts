// Gradient of a bias: db[c] = sum over rows of dy[row, c], dy being [rows, channels]; overwrites db. The sum over a
// whole batch's pixels is cut into pieces as weight gradients are (backends/webgpu/variants/split-k.ts).

import type { ComputationOf } from '../../../../ir/index.js';
import { input, type KernelsOf, makeKernel, output, workspace } from '../../shaders/kernel.js';
import { splitsOf } from '../../variants/split-k.js';
import { sumOfSplits } from '../gemm/reduce-partials.js';

export const biasGradient: KernelsOf<ComputationOf<'bias-gradient'>> = ({ computation, layer }, adapter) => {
  const { rows, channels } = computation;
  const label = `${layer}: bias gradient`;
  const splits = splitsOf(computation, adapter);
  const piece = Math.ceil(rows / splits);
  const width = channels % 4 === 0 ? 4 : 1;
  const type = width === 4 ? 'vec4f' : 'f32';
  const columns = channels / width;
  const kernel = makeKernel({
    label,
    buffers: [
      { name: 'dy', type, size: rows * columns, binding: input(0) },
      { name: 'db', type, size: splits * columns, binding: splits > 1 ? workspace : output(0) },
    ],
    threads: splits * columns,
    body: `
  let split = i / ${columns}u;
  var sum = ${type}();
  let end = min((split + 1u) * ${piece}u, ${rows}u) * ${columns}u;
  for (var at = split * ${piece * columns}u + i % ${columns}u; at < end; at += ${columns}u) { sum += dy[at]; }
  db[i] = sum;`,
  });
  return splits > 1 ? [kernel, sumOfSplits(label, channels, splits)] : [kernel];
};

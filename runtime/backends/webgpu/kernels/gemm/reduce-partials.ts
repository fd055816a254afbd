// The second half of a split sum: result[i] = sum over s of partial[s, i]. Reads the workspace, overwrites output 0.
// Adds in the order of the pieces, so the same step gives the same bits every time.
import { type Kernel, makeKernel, output, workspace } from '../../shaders/kernel.js';

/** `size` results, each from `splits` partial sums that lie `size` apart. */
export function sumOfSplits(label: string, size: number, splits: number): Kernel {
  const width = size % 4 === 0 ? 4 : 1;
  const type = width === 4 ? 'vec4f' : 'f32';
  const threads = size / width;
  return makeKernel({
    label: `${label}, sum of ${splits} pieces`,
    buffers: [
      { name: 'partial', type, size: splits * threads, binding: workspace, access: 'read' },
      { name: 'result', type, size: threads, binding: output(0) },
    ],
    threads,
    body: `
  var sum = partial[i];
  for (var at = i + ${threads}u; at < ${splits * threads}u; at += ${threads}u) { sum += partial[at]; }
  result[i] = sum;`,
  });
}

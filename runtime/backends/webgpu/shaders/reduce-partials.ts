// Reduces split-K partials: result[i] = sum over s of partial[s, i]. Reads the workspace, overwrites output 0. Adds in
// the order of the pieces, so that a step gives the same bits every time.
import { type KernelSource, output, workspace } from './kernel.js';
import { wgsl } from './wgsl.js';

/** `size` results, each from `splits` partial sums that lie `size` apart. */
export function reducePartials(label: string, size: number, splits: number): KernelSource {
  const width = size % 4 === 0 ? 4 : 1;
  const type = width === 4 ? 'vec4f' : 'f32';
  const threads = size / width;
  return {
    label: `${label}, sum of ${splits} pieces`,
    buffers: [
      { name: 'partial', type, size: splits * threads, binding: workspace, access: 'read' },
      { name: 'result', type, size: threads, binding: output(0) },
    ],
    threads,
    body: ({ load, store, loop }) => `
  var sum = ${load('partial', 'i')};
  ${loop(
    'at',
    wgsl`i + ${threads}u`,
    wgsl`${splits * threads}u`,
    wgsl`at += ${threads}u`,
  )} { sum += ${load('partial', 'at')}; }
  ${store('result', 'i', 'sum')}`,
  };
}

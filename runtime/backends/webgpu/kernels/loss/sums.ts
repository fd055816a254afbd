// Adds entries of two values (a loss, and a metric) in the workspace to the metrics: one thread in order, or where they
// are many, `parts` threads in turn and then one. A reduction with barriers would cost software adapters a second of
// compilation.
import { type KernelSource, output, workspace } from '../../shaders/kernel.js';
import { wgsl } from '../../shaders/wgsl.js';

interface SummedEntries {
  /** Of the workspace. */
  readonly entries: number;
  /** Those to add: `count` from `first` on. The threads' own sums go behind them. */
  readonly first?: number;
  readonly count: number;
  readonly parts: number | undefined;
}

export function sumKernels(label: string, { entries, first = 0, count, parts }: SummedEntries): KernelSource[] {
  const end = first + count;
  const figures = { name: 'figures', type: 'vec2f', size: entries, binding: workspace } as const;
  const total = (from: number, to: number): KernelSource => ({
    label: `${label}, sum over the batch`,
    buffers: [
      { ...figures, access: 'read' },
      { name: 'metrics', type: 'vec2f', size: 1, binding: output(0) },
    ],
    threads: 1,
    body: ({ load, store, loop }) => `
  var sum = vec2f();
  ${loop('entry', wgsl`${from}u`, wgsl`${to}u`)} { sum += ${load('figures', 'entry')}; }
  ${store('metrics', '0', 'sum')}`,
  });
  if (parts === undefined) return [total(first, end)];
  const partial: KernelSource = {
    label: `${label}, sums in ${parts} parts`,
    buffers: [figures],
    threads: parts,
    body: ({ load, store, loop }) => `
  var sum = vec2f();
  ${loop('entry', wgsl`${first}u + i`, wgsl`${end}u`, wgsl`entry += ${parts}u`)} { sum += ${load('figures', 'entry')}; }
  ${store('figures', wgsl`${end}u + i`, 'sum')}`,
  };
  return [partial, total(end, end + parts)];
}

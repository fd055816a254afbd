// Runs one layer's instructions by themselves, its tensors by name, so that its row of the program and the reference's
// computations are tested together, without a network around them.
import type { Operation } from '../../../model/index.js';
import { type Context, compute } from '../../../runtime/backends/reference/index.js';
import type { Extents } from '../../../runtime/ir/index.js';
import { workOf } from '../../../runtime/lowering/layers/index.js';
import { inputName, type Mode, type Site, type Step } from '../../../runtime/lowering/layers/layer-work.js';
import { outputShape } from '../../support/graphs.js';
import { apart, drawn, size } from '../backends/reference/arrays.js';
import type { AnyLayerCase } from './layer-cases.js';

/** Tensors by the names that the layer's steps use. */
export type Tensors = Readonly<Record<string, Float64Array>>;

export interface LayerRun {
  /** Inputs and parameters: what the output hangs on. */
  readonly variables: readonly { readonly name: string; readonly length: number }[];
  readonly outputLength: number;
  /** All tensors after the forward pass; those given are not changed. */
  forward(given: Tensors, mode?: Mode): Tensors;
  /** All tensors after the backward pass; `tensors` is what the forward pass gave. */
  backward(tensors: Tensors, dy: Float64Array): Tensors;
}

const context: Context = {
  settings: { learningRate: 0, step: 3, seed: 11, firstImage: 0 },
  // Filled with what must never be read before it is written.
  scratch: (length) => new Float64Array(length).fill(Number.NaN),
};

/** @param computeWith in whose place `compute` stands: something that also watches, say */
export function layerRun(
  operation: Exclude<Operation, { kind: 'input' }>,
  inputs: readonly Extents[],
  computeWith: typeof compute = compute,
): LayerRun {
  const shapes = inputs.map(([, height, width, channels]) => ({ height, width, channels }));
  const { height, width, channels } = outputShape(operation, shapes);
  const output: Extents = [inputs[0][0], height, width, channels];
  const work = workOf(operation.kind);
  const site = { operation, layer: 4, input: inputs[0], inputs, output } as Site<typeof operation.kind>;

  const lengths = new Map<string, number>([['y', size(output)]]);
  for (const { name, shape } of work.intermediates?.(site) ?? []) lengths.set(name, size(shape));
  const variables = [
    ...inputs.map((extents, index) => ({ name: inputName(index) as string, length: size(extents) })),
    ...(work.parameters?.(site) ?? []).map(({ name, shape }) => ({ name: name as string, length: size(shape) })),
  ];
  for (const { name, length } of variables) lengths.set(name, length).set(`d${name}`, length);
  const statistics = work.statistics?.(site) ?? [];
  const beginnings = statistics.map(({ name, shape, initial }) => [name, new Float64Array(size(shape)).fill(initial)]);

  function run(steps: readonly Step[], given: Tensors): Tensors {
    const tensors: Record<string, Float64Array> = {};
    for (const [name, values] of Object.entries(given)) tensors[name] = values.slice();
    for (const { computation, reads, writes } of steps) {
      const read = reads.map((name) => {
        const values = tensors[name];
        if (!values) throw new Error(`${computation.kind} reads ${name} before it is written`);
        return values;
      });
      for (const name of writes) {
        // Filled with NaN, so that a value left out is seen; what is read as well is updated in place.
        if (!reads.includes(name)) tensors[name] = new Float64Array(lengths.get(name)!).fill(Number.NaN);
      }
      const written = writes.map((name) => tensors[name]);
      computeWith(computation, read, written, context);
    }
    return tensors;
  }

  return {
    variables,
    outputLength: size(output),
    forward(given, mode = 'training') {
      const steps = work.forward(site, mode);
      const before = { ...Object.fromEntries(beginnings), ...given };
      return steps.length === 0 ? { ...before, y: given.x } : run(steps, before);
    },
    backward(tensors, dy) {
      if (work.gradients !== 'pass') return run(work.gradients(site), { ...tensors, dy });
      const passed = inputs.map((_, index) => [`d${inputName(index)}`, dy] as const);
      return { ...tensors, ...Object.fromEntries(passed) };
    },
  };
}

/** Values for everything that the output of a case's run hangs on. */
export function drawnFor({ apart: distance }: Pick<AnyLayerCase, 'apart'>, run: LayerRun): Tensors {
  const given = run.variables.map(({ name, length }, seed) => {
    if (distance === undefined) return [name, drawn(length, seed + 1)];
    return [name, apart(length, seed + 1).map((value) => (value * distance) / 0.02)];
  });
  return Object.fromEntries(given);
}

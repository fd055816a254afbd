// Whole programs with branches: every parameter's gradient against central differences of the weighted losses.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Graph } from '../../../model/index.js';
import { type Context, compute } from '../../../runtime/backends/reference/index.js';
import type { Program } from '../../../runtime/ir/index.js';
import { buildProgram, type ProgramOptions } from '../../../runtime/lowering/index.js';
import { planProgram } from '../../support/gpu-planning.js';
import { smallInception, smallResNet, smallUNet, smallUpscaler } from '../../support/networks.js';
import { sgd } from '../../support/optimizers.js';
import { randomGraphs } from '../../support/random-graphs.js';
import { drawn, size } from '../backends/reference/arrays.js';

const batch = 2;
const context: Context = {
  settings: { learningRate: 0, step: 1, seed: 5, firstImage: 0 },
  scratch: (length) => new Float64Array(length),
};

/** Runs a step with every tensor in memory of its own, so that all values can be looked at. */
function runStep(program: Program, parameters: readonly Float64Array[]): (Float64Array | Uint32Array)[] {
  const tensors = program.tensors.map(({ shape, type }) =>
    type === 'u32' ? new Uint32Array(size(shape)) : new Float64Array(size(shape)),
  );
  tensors[program.images].set(drawn(size(program.tensors[program.images].shape), 1));
  tensors[program.labels].set([0, 1]);
  for (const { tensor, initial } of program.statistics) tensors[tensor].fill(initial);
  program.parameters.forEach(({ tensor }, index) => {
    tensors[tensor].set(parameters[index]);
  });
  for (const { computation, inputs, outputs } of program.step) {
    compute(
      computation,
      inputs.map((id) => tensors[id]),
      outputs.map((id) => tensors[id]),
      context,
    );
  }
  return tensors;
}

/** The sum over the outputs of weight * mean loss. */
function lossOf(program: Program, tensors: readonly (Float64Array | Uint32Array)[]): number {
  let loss = 0;
  for (const { computation, outputs } of program.step) {
    if (computation.kind === 'cross-entropy' || computation.kind === 'mse') {
      loss += (computation.weight * tensors[outputs[0]][0]) / batch;
    }
  }
  return loss;
}

function worstError(graph: Graph, options: Omit<ProgramOptions, 'batch' | 'optimizer'> = {}): number {
  const program = buildProgram(graph, { ...options, batch, optimizer: sgd(0) });
  expect(planProgram(program).bytes).toBeGreaterThan(0);
  const parameters = program.parameters.map(({ tensor }, seed) => drawn(size(program.tensors[tensor].shape), seed + 2));
  const tensors = runStep(program, parameters);
  let worst = 0;
  program.parameters.forEach(({ gradient }, which) => {
    if (gradient === undefined) return;
    // A few values of each parameter: every one of them hangs on the whole path to the losses.
    const { length } = parameters[which];
    for (let i = 0; i < length; i += Math.ceil(length / 3)) {
      const shifted = (by: number) =>
        lossOf(
          program,
          runStep(
            program,
            parameters.map((values, p) => (p === which ? values.map((v, j) => (j === i ? v + by : v)) : values)),
          ),
        );
      const step = 1e-6;
      const difference = (shifted(step) - shifted(-step)) / (2 * step);
      const scale = Math.max(1, Math.abs(difference));
      worst = Math.max(worst, Math.abs(difference - tensors[gradient][i]) / scale);
    }
  });
  return worst;
}

test.each([smallResNet(), smallUNet(), smallInception(), smallUpscaler()])(
  'the gradients of $name',
  (graph) => {
    expect(worstError(graph)).toBeLessThan(1e-5);
  },
  60_000,
);

test.each([
  { name: 'mean squared error', options: { loss: { kind: 'mse' } } },
  { name: 'label smoothing', options: { loss: { kind: 'cross_entropy', smoothing: 0.2 } } },
  { name: 'the first layers frozen', options: { freeze: ['conv.1', 'bn.2', 'conv.2'] } },
] as const)(
  'the gradients of networks with branches: $name',
  ({ options }) => {
    for (const graph of [smallResNet(), smallInception()]) expect(worstError(graph, options)).toBeLessThan(1e-5);
  },
  60_000,
);

test('the gradients of random networks with branches', () => {
  fc.assert(
    fc.property(randomGraphs, (graph) => {
      expect(worstError(graph)).toBeLessThan(1e-5);
    }),
    { numRuns: 60, seed: 20261124 },
  );
}, 60_000);

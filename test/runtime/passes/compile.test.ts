// A compiled program has the results of the original program, in float64, over several steps and evaluations, in less
// memory.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Graph } from '../../../model/index.js';
import { createReferenceExecutor } from '../../../runtime/backends/reference/index.js';
import type { Program } from '../../../runtime/ir/index.js';
import { buildProgram, type ProgramOptions } from '../../../runtime/lowering/index.js';
import { lenet5 } from '../../support/golden.js';
import { compile, planProgram } from '../../support/gpu-planning.js';
import { chain, conv, relu } from '../../support/graphs.js';
import { smallInception, smallMobileNet, smallResNet, smallUNet, smallUpscaler } from '../../support/networks.js';
import { adam } from '../../support/optimizers.js';
import { randomGraphs } from '../../support/random-graphs.js';
import { distance, drawn, size } from '../backends/reference/arrays.js';

const batch = 3;
const options = { batch, optimizer: adam(0.01) };

/** Two steps and an evaluation after each, in 64 bits: losses, all that training keeps, gradients and scores. */
async function trained(program: Program): Promise<Float64Array[]> {
  const executor = createReferenceExecutor(program, planProgram(program), { precision: 'float64' });
  const shapeOf = (tensor: number) => program.tensors[tensor].shape;
  program.parameters.forEach(({ tensor, states }, seed) => {
    executor.write(tensor, drawn(size(shapeOf(tensor)), seed + 2));
    for (const state of states) executor.write(state, new Float64Array(size(shapeOf(state))));
  });
  for (const { tensor, initial } of program.statistics) {
    executor.write(tensor, new Float64Array(size(shapeOf(tensor))).fill(initial));
  }
  const images = drawn(size(shapeOf(program.images)), 1);
  const classes = size(shapeOf(program.logits)) / batch;
  const given = { images, labels: Uint32Array.from([0, 2, 1], (label) => Math.min(label, classes - 1)) };
  const results: Float64Array[] = [];
  for (const step of [0, 1]) {
    const { lossSum, correct } = await executor.step(given, { learningRate: 0.01, step, seed: 5 });
    results.push(Float64Array.of(lossSum, correct));
    for (const { gradient } of program.parameters) {
      if (gradient !== undefined) results.push(await executor.values(gradient));
    }
    const evaluated = await executor.evaluate(given);
    results.push(Float64Array.of(evaluated.lossSum, evaluated.correct), await executor.values(program.logits));
  }
  const persistent = [...program.parameters.flatMap(({ tensor, states }) => [tensor, ...states])];
  for (const tensor of [...persistent, ...program.statistics.map((each) => each.tensor)]) {
    results.push(await executor.values(tensor));
  }
  return results;
}

async function expectSame(graph: Graph, more: Partial<ProgramOptions> = {}): Promise<void> {
  const program = buildProgram(graph, { ...options, ...more });
  const wanted = await trained(program);
  const got = await trained(compile(program));
  // Recomputed tensors have the same bits, and so has everything computed from them.
  expect(await trained(compile(program, { checkpoint: true }))).toEqual(got);
  expect(got.length).toBe(wanted.length);
  got.forEach((values, index) => {
    const largest = wanted[index].reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    expect(distance(values, wanted[index]) / largest).toBeLessThan(1e-12);
  });
}

describe('a compiled program trains and answers as the program does', () => {
  const networks = [smallResNet(), smallUNet(), smallInception(), smallMobileNet(), smallUpscaler(), lenet5];
  test.each(networks)('$name', (graph) => expectSame(graph), 60_000);

  test.each<Partial<ProgramOptions>>([
    { loss: { kind: 'mse' }, clip: { kind: 'value', limit: 0.1 } },
    { loss: { kind: 'cross_entropy', smoothing: 0.1 }, clip: { kind: 'norm', limit: 0.5 }, freeze: ['bn.2', 'conv.1'] },
  ])('as a job may say: %o', (more) => expectSame(smallResNet(), more));

  test('any network', async () => {
    await fc.assert(
      fc.asyncProperty(randomGraphs, (graph) => expectSame(graph)),
      { numRuns: 100, seed: 20261124 },
    );
  }, 60_000);
});

/**
 * `relu.2/output = conv+pointwise(images, conv.1/weights)`, for a schedule as text; what is overwritten stands in
 * brackets.
 */
function written({ tensors }: Program, schedule: Program['step']): string[] {
  const name = (id: number) => tensors[id].name;
  return schedule.map(({ computation, inputs, outputs, inPlace }) => {
    const epilogue = 'epilogue' in computation ? (computation.epilogue ?? []) : [];
    const work = [computation, ...epilogue].map(({ kind }) => kind).join('+');
    const reads = inputs.map((id, index) => (index === inPlace ? `[${name(id)}]` : name(id)));
    return `${outputs.map(name).join(', ')} = ${work}(${reads.join(', ')})`;
  });
}

test('a convolution does its rectifier, and what comes back to it, itself', () => {
  const program = compile(buildProgram(chain('Two', [4, 4, 1], [conv(2, 3, 1), relu, conv(2, 3, 1), relu]), options));
  const work = written(program, program.step).filter((line) => !line.includes('adam'));
  expect(work).toEqual([
    'relu.2/output = conv+pointwise(images, conv.1/weights, conv.1/biases)',
    'relu.4/output = conv+pointwise(relu.2/output, conv.3/weights, conv.3/biases)',
    'metrics, relu.4/output/gradient = cross-entropy(relu.4/output, labels)',
    'conv.3/output/gradient = pointwise-gradient([relu.4/output], relu.4/output/gradient)',
    'conv.3/weights/gradient = conv-weight-gradient(relu.2/output, conv.3/output/gradient)',
    'conv.3/biases/gradient = bias-gradient(conv.3/output/gradient)',
    'conv.1/output/gradient = conv-input-gradient+pointwise-gradient' +
      '(conv.3/output/gradient, conv.3/weights, [relu.2/output])',
    'conv.1/weights/gradient = conv-weight-gradient(images, conv.1/output/gradient)',
    'conv.1/biases/gradient = bias-gradient(conv.1/output/gradient)',
  ]);
});

test('a normalised tensor is recomputed before the backward pass reads it', () => {
  const program = compile(buildProgram(smallResNet(), options));
  const work = written(program, program.step);
  const forgotten = program.tensors.findIndex(({ name }) => name === 'relu.3/output');
  const readers = program.step.filter(({ inputs }) => inputs.includes(forgotten));
  expect(readers.map(({ computation }) => computation.kind)).not.toContain('conv-weight-gradient');
  expect(work).toContain(
    'relu.3/output/again = normalise+pointwise(conv.1/output, bn.2/mean, bn.2/variance, bn.2/scale, bn.2/shift)',
  );
});

describe('checkpoints', () => {
  test('a deep network takes far less memory with them', () => {
    const graph = chain('Deep', [16, 16, 8], Array.from({ length: 64 }, () => [conv(8, 3, 1), relu]).flat());
    const program = buildProgram(graph, { ...options, batch: 64 });
    const bytes = (checkpoint: boolean) => planProgram(compile(program, { checkpoint })).bytes;
    // 64 activations without; some 8 on cuts, 8 of a segment and one gradient with.
    expect(bytes(true) / bytes(false)).toBeLessThan(0.4);
  });

  test('no tensor is recomputed twice', () => {
    for (const graph of [smallResNet(), smallUNet(), smallInception(), smallMobileNet(), smallUpscaler()]) {
      const { tensors } = compile(buildProgram(graph, options), { checkpoint: true });
      const names = tensors.map(({ name }) => name).filter((name) => name.endsWith('/again'));
      expect(names.length).toBeGreaterThan(2);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

test('outside training a convolution does its normalisation, its rectifier and the sum with a skip', () => {
  const program = compile(buildProgram(smallResNet(), options));
  expect(written(program, program.evaluation)).toContain(
    'relu.10/output = conv+normalise+add+pointwise(relu.6/output, conv.7/weights, ' +
      'bn.8/running_mean, bn.8/running_variance, bn.8/scale, bn.8/shift, [relu.3/output])',
  );
});

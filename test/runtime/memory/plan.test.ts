// Plans, checked by simulating the program: no tensor is overwritten while an instruction still reads it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Graph } from '../../../model/index.js';
import { stepsInFlight } from '../../../runtime/backends/backend.js';
import type { WebGpuPlan } from '../../../runtime/backends/webgpu/plan.js';
import { metricsBytes } from '../../../runtime/backends/webgpu/target.js';
import { workspaceOf } from '../../../runtime/backends/webgpu/variants/split-k.js';
import type { Instruction, Program } from '../../../runtime/ir/index.js';
import { tensorBytes } from '../../../runtime/ir/index.js';
import { buildProgram, isSplittable } from '../../../runtime/lowering/index.js';
import { cifarSmall, goldenOptimizer, lenet5 } from '../../support/golden.js';
import { compile, memoryOf, planProgram } from '../../support/gpu-planning.js';
import { bn, chain, conv, fc as fullyConnected, graphBuilder, relu, unbiased } from '../../support/graphs.js';
import { smallInception, smallResNet, smallUNet, smallUpscaler } from '../../support/networks.js';
import { adam, sgd } from '../../support/optimizers.js';
import { randomGraphs } from '../../support/random-graphs.js';
import { checkSums, play } from './play.js';

describe('any network', () => {
  test.each([smallResNet(), smallUNet(), smallInception(), smallUpscaler()])('$name', (graph) => {
    for (const optimizer of [sgd(0.1), adam(0.1)]) {
      const program = compile(buildProgram(graph, { batch: 3, optimizer }));
      const plan = planProgram(program);
      play(program, plan, ['step', 'evaluation', 'step', 'step', 'evaluation']);
      checkSums(program, plan);
    }
  });

  test('no two tensors that are needed at once share memory, and the bytes add up', () => {
    fc.assert(
      fc.property(randomGraphs, fc.constantFrom(0, 0.9), fc.constantFrom(1, 3, 64), (graph, momentum, batch) => {
        const optimizer = sgd(0.1, momentum);
        const program = compile(buildProgram(graph, { batch, optimizer }));
        const plan = planProgram(program);
        play(program, plan, ['step', 'evaluation', 'step', 'step', 'evaluation']);
        checkSums(program, plan);
        const memory = memoryOf(graph, { batch, optimizer });
        expect(memory.training).toBe(plan.bytes);
        expect(Object.values(memory.parts).reduce((sum, part) => sum + part, 0)).toBe(plan.bytes);
      }),
      { numRuns: 200 },
    );
  });

  test('a batch in parts: what is summed over them outlives each', () => {
    fc.assert(
      fc.property(randomGraphs.filter(isSplittable), fc.constantFrom(2, 3, 6), (graph, parts) => {
        for (const checkpoint of [false, true]) {
          const program = compile(buildProgram(graph, { batch: 6, microBatches: parts, optimizer: sgd(0.1, 0.9) }), {
            checkpoint,
          });
          const plan = planProgram(program);
          play(program, plan, ['step', 'evaluation', 'step', 'step', 'evaluation']);
          checkSums(program, plan);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('the play sees a tensor that is overwritten too early', () => {
    const program = compile(buildProgram(lenet5, { batch: 2, optimizer: goldenOptimizer }));
    const plan = planProgram(program);
    const named = (name: string) => program.tensors.findIndex((tensor) => tensor.name === name);
    const tensorBuffer = [...plan.tensorBuffer];
    tensorBuffer[named('relu.5/output')] = tensorBuffer[named('relu.2/output')];
    expect(() => play(program, { ...plan, tensorBuffer }, ['step'])).toThrow();
  });
});

describe('sharing', () => {
  /** Bytes that any plan needs: the most that is alive at once, by brute force. */
  function alive(program: Program, plan: WebGpuPlan): number {
    const persistent = new Set(['images', 'labels', 'parameter', 'optimizer-state', 'statistic', 'metrics']);
    const uses = (instruction: Instruction, id: number) =>
      instruction.inputs.includes(id) || instruction.outputs.includes(id);
    const spans = program.tensors.map((tensor) => ({
      bytes: tensorBytes(tensor),
      first: persistent.has(tensor.role) ? 0 : program.step.findIndex((instruction) => uses(instruction, tensor.id)),
      last: persistent.has(tensor.role)
        ? program.step.length
        : program.step.findLastIndex((instruction) => uses(instruction, tensor.id)),
    }));
    const atOnce = program.step.map((instruction, time) =>
      spans.reduce(
        (sum, { bytes, first, last }) => (first <= time && time <= last ? sum + bytes : sum),
        // What is made in place takes no memory beside what it overwrites.
        workspaceOf(instruction.computation) -
          (instruction.inPlace === undefined ? 0 : spans[instruction.outputs[0]].bytes),
      ),
    );
    const own = plan.buffers[plan.settings].bytes + plan.buffers[plan.staging].bytes + stepsInFlight * metricsBytes;
    return Math.max(...atOnce) + own;
  }

  test.each([
    { graph: lenet5, batch: 64, within: 1.2 },
    { graph: cifarSmall, batch: 32, within: 1.2 },
    {
      graph: chain('Uniform', [16, 16, 8], Array.from({ length: 40 }, () => [conv(8, 3, 1), relu]).flat()),
      batch: 8,
      within: 1.01,
    },
  ])('$graph.name takes little more than what is alive at once', ({ graph, batch, within }) => {
    const program = compile(buildProgram(graph, { batch, optimizer: goldenOptimizer }));
    const plan = planProgram(program);
    expect(plan.bytes / alive(program, plan)).toBeGreaterThanOrEqual(1);
    expect(plan.bytes / alive(program, plan)).toBeLessThan(within);
  });
});

describe('memoryOf', () => {
  test('the parts of a network small enough to add up by hand', () => {
    const graph = chain('Hand', [1, 1, 3], [fullyConnected(4), relu, fullyConnected(2)]);
    const { inference, training, parts } = memoryOf(graph, { batch: 5, optimizer: goldenOptimizer });
    const weights = 4 * (3 * 4 + 4 + 4 * 2 + 2);
    expect(parts.parameters).toBe(weights);
    expect(parts.optimizer).toBe(weights);
    expect(parts.batch).toBe(4 * (5 * 3 + 5));
    expect(training).toBe(Object.values(parts).reduce((sum, part) => sum + part, 0));
    // The first layer rectifies its own output; the images are freed before the logits are made.
    expect(inference).toBe(weights + 4 * 5 * (3 + 4));
    const plain = memoryOf(graph, { batch: 5, optimizer: { ...goldenOptimizer, momentum: 0 } });
    expect(plain.parts.optimizer).toBe(0);
    // Neither the momenta themselves nor the way on which they would be brought to the host.
    expect(plain.training).toBe(training - 2 * weights);
  });

  test('counts running statistics apart, and adam twice the parameters', () => {
    const graph = chain('Norms', [8, 8, 3], [unbiased(6, 3, 1), bn, relu, unbiased(5, 3, 1), bn, fullyConnected(2)]);
    const { parts, inference } = memoryOf(graph, { batch: 2, optimizer: adam(0.01) });
    expect(parts.buffers).toBe(4 * 2 * (6 + 5));
    expect(parts.optimizer).toBe(2 * parts.parameters);
    // Convolutions normalise and rectify their own outputs; the most is held where one makes 8x8x5 of 8x8x6.
    expect(inference).toBe(parts.parameters + parts.buffers + 4 * 2 * 8 * 8 * (6 + 5));
  });

  test('inference keeps a long skip until it is read, and weights of the first head only', () => {
    const builder = graphBuilder('Skip');
    const trunk = builder.layer(unbiased(4, 3, 1), builder.input(8, 8, 4));
    const wide = builder.layer(unbiased(16, 3, 1), trunk);
    const last = builder.layer({ kind: 'add' }, builder.layer(unbiased(4, 3, 1), wide), trunk);
    const aux = builder.layer(fullyConnected(1000), wide);
    const { inference } = memoryOf(builder.graph(last, [aux, 0.3]), { batch: 1, optimizer: sgd(0.1) });
    const weights = 9 * (4 * 4 + 4 * 16 + 16 * 4);
    expect(inference).toBe(4 * (weights + 8 * 8 * (4 + 16 + 4)));
  });

  test('grows with the batch, parameters apart', () => {
    const one = memoryOf(lenet5, { batch: 1, optimizer: goldenOptimizer });
    const many = memoryOf(lenet5, { batch: 64, optimizer: goldenOptimizer });
    expect(many.parts.parameters).toBe(one.parts.parameters);
    expect(one.parts.parameters).toBe(4 * 61_706);
    expect(many.parts.batch).toBe(64 * one.parts.batch);
    expect(many.parts.activations).toBeGreaterThan(32 * one.parts.activations);
    expect(many.inference).toBeGreaterThan(one.inference);
  });

  test('measures what no machine could hold, without holding it', () => {
    const graph = chain('Huge', [100_000, 100_000, 3], [conv(1000, 3, 1), relu, fullyConnected(10)]);
    const { training, parts } = memoryOf(graph, { batch: 16, optimizer: goldenOptimizer });
    expect(parts.activations).toBeGreaterThanOrEqual(4 * 16 * 1e10 * 1000);
    expect(Number.isSafeInteger(training)).toBe(true);
  });

  test('takes time in proportion to the layers', () => {
    const deep = (layers: number) =>
      chain('Deep', [8, 8, 4], Array.from({ length: layers / 2 }, () => [unbiased(4, 3, 1), bn]).flat());
    const seconds = (graph: Graph): number => {
      const times = Array.from({ length: 3 }, () => {
        const before = process.cpuUsage();
        memoryOf(graph, { batch: 8, optimizer: goldenOptimizer });
        const { user, system } = process.cpuUsage(before);
        return (user + system) / 1e6;
      });
      return Math.min(...times);
    };
    // Linear would be 8 times as long, quadratic 64 times; between them lies what a busy machine and a growing heap
    // cost.
    expect(seconds(deep(8000)) / seconds(deep(1000))).toBeLessThan(24);
  }, 60_000);
});

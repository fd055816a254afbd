// How a memory limit splits a batch: into the fewest micro-batches that fit, and not at all where it fits whole.
import { describe, expect, test } from 'vitest';
import { type AdapterProfile, unknownGpu } from '../../../runtime/backends/webgpu/adapter-profile.js';
import { buildProgram } from '../../../runtime/lowering/index.js';
import { cifarSmall, lenet5 } from '../../support/golden.js';
import { compile, memoryOf, planProgram, planTraining } from '../../support/gpu-planning.js';
import { bn, chain, conv, fc, relu } from '../../support/graphs.js';
import { sgd } from '../../support/optimizers.js';
import { checkSums, play } from './play.js';

const software: AdapterProfile = { ...unknownGpu, software: true, subgroupSize: 4 };
const options = { batch: 60, optimizer: sgd(0.1, 0.9) };

describe.each([
  [lenet5, unknownGpu],
  [cifarSmall, software],
] as const)('$name', (graph, adapter) => {
  const whole = planTraining(graph, { ...options, adapter });
  const single = planTraining(graph, { ...options, adapter, memory: 0 });
  const between = [0.9, 0.6, 0.3, 0.1, 0].map((share) =>
    Math.ceil(single.plan.bytes + share * (whole.plan.bytes - single.plan.bytes)),
  );

  test.each(between)('within %i bytes', (memory) => {
    const { program, plan } = planTraining(graph, { ...options, adapter, memory });
    expect(plan.bytes).toBeLessThanOrEqual(memory);
    // Any fewer parts take too much.
    for (let fewer = 1; fewer < program.microBatches; fewer++) {
      if (options.batch % fewer !== 0) continue;
      const inFewer = compile(buildProgram(graph, { ...options, microBatches: fewer }));
      expect(planProgram(inFewer, adapter).bytes).toBeGreaterThan(memory);
    }
    checkSums(program, plan);
    if (adapter === unknownGpu) play(program, plan, ['step', 'evaluation', 'step']);
    const memoryFigures = memoryOf(graph, { ...options, adapter, memory });
    expect(memoryFigures).toMatchObject({ training: plan.bytes, microBatches: program.microBatches });
    expect(Object.values(memoryFigures.parts).reduce((sum, part) => sum + part, 0)).toBe(plan.bytes);
  });

  test('is the plan without a limit where that keeps to it', () => {
    expect(planTraining(graph, { ...options, adapter, memory: whole.plan.bytes })).toEqual(whole);
  });

  test('takes the least where nothing keeps to it', () => {
    expect(single.program.microBatches).toBe(60);
    expect(single.plan.bytes).toBeLessThan(whole.plan.bytes);
  });

  test('computes parts with checkpoints where the job has them', () => {
    const checkpointed = planTraining(graph, { ...options, adapter, checkpoint: true, memory: 0 });
    expect(checkpointed.program.microBatches).toBe(60);
    expect(checkpointed.plan.bytes).toBeLessThanOrEqual(single.plan.bytes);
  });
});

test('a network that looks across images is not split', () => {
  const graph = chain('Normalised', [8, 8, 3], [conv(8, 3, 1), bn, relu, fc(3)]);
  expect(planTraining(graph, { ...options, memory: 0 })).toEqual(planTraining(graph, options));
});

// The reference in float32 against the losses that five public libraries agree on.
import { expect, test } from 'vitest';
import { createReferenceExecutor } from '../../../../runtime/backends/reference/index.js';
import { buildProgram } from '../../../../runtime/lowering/index.js';
import { goldenBatch, goldenOptimizer, goldens, goldenTolerance, goldenWeights } from '../../../support/golden.js';
import { compile, planProgram } from '../../../support/gpu-planning.js';

test.each(goldens)(
  'the golden losses of $graph.name',
  async ({ graph, batch, losses }) => {
    const program = compile(buildProgram(graph, { batch, optimizer: goldenOptimizer }));
    const executor = createReferenceExecutor(program, planProgram(program));
    goldenWeights(program).forEach((values, index) => {
      executor.write(program.parameters[index].tensor, values);
    });
    const images = goldenBatch(program);
    for (const [step, loss] of losses.entries()) {
      const { lossSum } = await executor.step(images, { learningRate: goldenOptimizer.learningRate, step, seed: 0 });
      expect(Math.abs(lossSum / batch - loss), `step ${step}`).toBeLessThan(goldenTolerance);
    }
  },
  60_000,
);

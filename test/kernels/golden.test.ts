// Whole networks on WebGPU against figures made elsewhere: the golden losses, PyTorch's gradients and curves.
import { afterAll, describe, expect, test } from 'vitest';
import { createWebGpuExecutor } from '../../runtime/device/index.js';
import { planProgram } from '../../runtime/plan/index.js';
import { buildProgram } from '../../runtime/program/index.js';
import { goldenBatch, goldenOptimizer, goldens, goldenTolerance, goldenWeights } from '../runtime-fixtures/golden.js';
import { nodeDevice } from './node-device.js';

const device = await nodeDevice();
afterAll(() => device?.destroy());

describe.skipIf(!device)('golden losses on WebGPU', () => {
  for (const { graph, batch, losses } of goldens) {
    test(graph.name, async () => {
      const program = buildProgram(graph, { batch, optimizer: goldenOptimizer });
      const executor = await createWebGpuExecutor(device!, program, planProgram(program));
      goldenWeights(program).forEach((values, index) => {
        executor.write(program.parameters[index]!.tensor, values);
      });
      const fixed = goldenBatch(program);
      for (const [step, loss] of losses.entries()) {
        const { lossSum } = await executor.step(fixed, { learningRate: 0.01, step, seed: 1 });
        expect(lossSum / batch, `step ${step}`).toBeCloseTo(loss, 2);
        expect(Math.abs(lossSum / batch - loss)).toBeLessThan(goldenTolerance);
      }
      executor.dispose();
    }, 60_000);
  }
});

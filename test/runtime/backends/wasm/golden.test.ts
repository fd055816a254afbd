// WebAssembly, with either arithmetic, against the losses that five public libraries agree on.
import { setFlagsFromString } from 'node:v8';
import { expect, test } from 'vitest';
import type { ArithmeticName } from '../../../../runtime/backends/wasm/kernels/arithmetic.js';
import { planTraining } from '../../../../runtime/memory/index.js';
import { goldenBatch, goldenOptimizer, goldens, goldenTolerance, goldenWeights } from '../../../support/golden.js';
import { backendOf } from './support/training.js';

const rows = goldens.flatMap((golden) =>
  (['separate', 'fused'] as const).map((arithmetic: ArithmeticName) => ({ ...golden, arithmetic })),
);

test.each(rows)('the golden losses of $graph.name, $arithmetic', async ({ graph, batch, losses, arithmetic }) => {
  // Node 20 has relaxed SIMD behind this flag; later ones have it.
  if (arithmetic === 'fused') setFlagsFromString('--experimental-wasm-relaxed-simd');
  const backend = backendOf({ arithmetic, threads: 2 });
  const { program, plan } = planTraining(graph, { batch, optimizer: goldenOptimizer, target: backend.target });
  const executor = await backend.createExecutor(program, plan);
  goldenWeights(program).forEach((values, index) => {
    executor.write(program.parameters[index].tensor, values);
  });
  const images = goldenBatch(program);
  for (const [step, loss] of losses.entries()) {
    const { lossSum } = await executor.step(images, { learningRate: goldenOptimizer.learningRate, step, seed: 0 });
    expect(Math.abs(lossSum / batch - loss), `step ${step}`).toBeLessThan(goldenTolerance);
  }
  executor.dispose();
});

// The reference in float64 against PyTorch's loss, gradients and curves.
import { expect, test } from 'vitest';
import { createReferenceExecutor } from '../../../../runtime/backends/reference/index.js';
import { buildProgram, type ProgramOptions } from '../../../../runtime/lowering/index.js';
import { planProgram } from '../../../support/gpu-planning.js';
import { sgd } from '../../../support/optimizers.js';
import { tinyOracle } from '../../../support/tiny-oracle.js';
import { distance } from './arrays.js';

/** Far below the 1e-4 asked for: both sides compute in 64 bits. */
const relative = 1e-10;

function tinyExecutor(options: Omit<ProgramOptions, 'batch'>) {
  const program = buildProgram(tinyOracle.graph, { ...options, batch: tinyOracle.batch });
  const executor = createReferenceExecutor(program, planProgram(program), { precision: 'float64' });
  program.parameters.forEach((parameter, index) => {
    executor.write(parameter.tensor, tinyOracle.weights[index]);
  });
  return { program, executor };
}

test("PyTorch's loss, logits and every gradient", async () => {
  const { program, executor } = tinyExecutor({ optimizer: sgd(0) });
  const { lossSum } = await executor.step(tinyOracle, { learningRate: 0, step: 0, seed: 0 });
  expect(Math.abs(lossSum / tinyOracle.batch / tinyOracle.loss - 1)).toBeLessThan(relative);
  expect(program.parameters).toHaveLength(8);
  for (const [index, parameter] of program.parameters.entries()) {
    const wanted = tinyOracle.gradients[index];
    const scale = Math.max(...wanted.map(Math.abs));
    const got = await executor.values(parameter.gradient!);
    expect(distance(got, wanted) / scale, tinyOracle.parameterNames[index]).toBeLessThan(relative);
  }
  await executor.evaluate(tinyOracle);
  expect(distance(await executor.values(program.logits), tinyOracle.logits)).toBeLessThan(relative);
});

test.each([...tinyOracle.curves, ...tinyOracle.variations])('$name', async ({ losses, lastWeights, ...options }) => {
  const { program, executor } = tinyExecutor(options);
  const got: number[] = [];
  for (let step = 0; step < losses.length; step++) {
    const { learningRate } = options.optimizer;
    const { lossSum } = await executor.step(tinyOracle, { learningRate, step, seed: 0 });
    got.push(lossSum / tinyOracle.batch);
  }
  expect(losses.length).toBeGreaterThanOrEqual(20);
  expect(distance(got, losses)).toBeLessThan(1e-9);
  expect(distance(await executor.values(program.parameters[6].tensor), lastWeights)).toBeLessThan(1e-9);
});

test('what is frozen keeps its weights', async () => {
  const { freeze, ...options } = tinyOracle.variations.find((each) => each.freeze)!;
  const { program, executor } = tinyExecutor({ ...options, freeze });
  await executor.step(tinyOracle, { learningRate: 0.1, step: 0, seed: 0 });
  const kept = await Promise.all(
    program.parameters.map(async ({ tensor }, index) =>
      distance(await executor.values(tensor), tinyOracle.weights[index]),
    ),
  );
  expect(kept.map((moved) => moved === 0)).toEqual([true, true, false, false, false, false, false, false]);
});

// How the reference behaves as an executor: order, turns of the event loop, refusals, memory.
import { expect, test } from 'vitest';
import { createReferenceExecutor } from '../../../../runtime/backends/reference/index.js';
import { noImage } from '../../../../runtime/ir/index.js';
import { buildProgram } from '../../../../runtime/lowering/index.js';
import { planProgram } from '../../../support/gpu-planning.js';
import { chain, fc, relu } from '../../../support/graphs.js';
import { sgd } from '../../../support/optimizers.js';
import { drawn } from './arrays.js';

const graph = chain('Small', [2, 2, 1], [fc(3), relu, { kind: 'dropout', rate: 0.5 }, fc(2)]);
const optimizer = sgd(0.1, 0.9);
const settings = { learningRate: 0.1, step: 0, seed: 1 };
const batch = { images: Float32Array.from(drawn(12, 1)), labels: Uint32Array.of(0, 1, 1) };

function small() {
  const program = buildProgram(graph, { batch: 3, optimizer });
  const plan = planProgram(program);
  const executor = createReferenceExecutor(program, plan);
  program.parameters.forEach(({ tensor }, seed) => {
    executor.write(
      tensor,
      drawn(
        program.tensors[tensor].shape.reduce((a, b) => a * b),
        seed,
      ),
    );
  });
  return { program, plan, executor };
}

test('allocates the bytes of the plan', () => {
  const { plan, executor } = small();
  expect(executor.allocatedBytes).toBe(plan.bytes);
});

test('repeats a run to the bit, several steps asked for at once', async () => {
  const one = small().executor;
  const other = small().executor;
  const asked = [0, 1, 2, 3].map((step) => one.step(batch, { ...settings, step }));
  const losses = await Promise.all(asked);
  for (const [step, loss] of losses.entries()) expect(await other.step(batch, { ...settings, step })).toEqual(loss);
  expect(new Set(losses.map(({ lossSum }) => lossSum)).size).toBe(4);
});

test('takes a batch as it is at the call', async () => {
  const one = small().executor;
  const other = small().executor;
  const changing = { images: batch.images.slice(), labels: batch.labels.slice() };
  const asked = one.step(changing, settings);
  changing.images.fill(9);
  changing.labels.fill(0);
  expect(await asked).toEqual(await other.step(batch, settings));
});

test('gives the event loop a turn before every step', async () => {
  const { executor } = small();
  const order: string[] = [];
  const asked = [0, 1, 2].map((step) => executor.step(batch, settings).then(() => order.push(`step ${step}`)));
  setTimeout(() => order.push('timer'));
  await Promise.all(asked);
  expect(order.indexOf('timer')).toBeLessThan(order.indexOf('step 1'));
});

test('evaluates without dropout and without learning; empty places count for nothing', async () => {
  const { program, executor } = small();
  const before = await executor.read(program.parameters[0].tensor);
  const whole = await executor.evaluate(batch);
  expect(await executor.evaluate(batch)).toEqual(whole);
  const parts = await Promise.all(
    [0, 1, 2].map((kept) =>
      executor.evaluate({ ...batch, labels: batch.labels.map((label, n) => (n === kept ? label : noImage)) }),
    ),
  );
  expect(parts.reduce((sum, part) => sum + part.lossSum, 0)).toBeCloseTo(whole.lossSum, 5);
  expect(parts.reduce((sum, part) => sum + part.correct, 0)).toBe(whole.correct);
  expect(await executor.read(program.parameters[0].tensor)).toEqual(before);
});

test('refuses what does not fit, with the numbers', async () => {
  const { program, executor } = small();
  expect(() => executor.write(program.parameters[0].tensor, new Float32Array(5))).toThrow(
    new RangeError('fc.1/weights has 12 values, not 5'),
  );
  await expect(executor.step({ ...batch, images: new Float32Array(4) }, settings)).rejects.toThrow(
    'a batch of 3x2x2x1 has 12 image values, not 4',
  );
  await expect(executor.evaluate({ ...batch, labels: Uint32Array.of(0) })).rejects.toThrow(
    'a batch of 3 has 3 labels, not 1',
  );
  await expect(executor.evaluate({ ...batch, labels: Uint32Array.of(0, 1, 2) })).rejects.toThrow(
    "the label 2 is not one of the network's 2 classes (0 to 1)",
  );
});

test('rejects what still waits when it is disposed of', async () => {
  const { executor } = small();
  const waiting = executor.step(batch, settings);
  executor.dispose();
  await expect(waiting).rejects.toThrow('disposed');
  await expect(executor.read(0)).rejects.toThrow('disposed');
});

// Program and plan of every example: as many parameters as the language counts, and a plan without conflicts.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseCnn } from '../../../language/index.js';
import type { Role } from '../../../runtime/ir/index.js';
import { buildProgram } from '../../../runtime/lowering/index.js';
import { checkpointedBytes, compile, memoryOf, planProgram } from '../../support/gpu-planning.js';
import { sgd } from '../../support/optimizers.js';
import { size } from '../backends/reference/arrays.js';
import { checkSums, play } from './play.js';

const folder = new URL('../../../examples/', import.meta.url);
const networks = readdirSync(folder)
  .filter((file) => file.endsWith('.cnn'))
  .flatMap((file) => parseCnn(readFileSync(new URL(file, folder), 'utf8'), file).networks);

const options = { batch: 2, optimizer: sgd(0.1, 0.9) };

test('there are examples', () => {
  expect(networks.length).toBeGreaterThan(10);
});

test.each(networks.map(({ name, graph, totals }) => ({ name, graph, totals })))('$name', ({ graph, totals }) => {
  const program = compile(buildProgram(graph, options));
  const values = (role: Role) =>
    program.tensors.filter((tensor) => tensor.role === role).reduce((sum, { shape }) => sum + size(shape), 0);
  expect(values('parameter')).toBe(totals.parameters);
  expect(values('statistic')).toBe(totals.buffers);
  expect(values('parameter-gradient')).toBe(totals.parameters);
  const plan = planProgram(program);
  const checkpointed = compile(buildProgram(graph, options), { checkpoint: true });
  const checkpointedPlan = planProgram(checkpointed);
  expect(checkpointedBytes(graph, options)).toBe(Math.min(plan.bytes, checkpointedPlan.bytes));
  if (checkpointed.step.length < 3000) play(checkpointed, checkpointedPlan, ['step', 'evaluation', 'step']);
  checkSums(program, plan);
  if (program.step.length < 3000) play(program, plan, ['step', 'evaluation', 'step']);
  const { inference, training, parts } = memoryOf(graph, options);
  expect(training).toBe(plan.bytes);
  expect(parts.parameters).toBe(4 * totals.parameters);
  expect(parts.buffers).toBe(4 * totals.buffers);
  expect(inference).toBeLessThan(training);
});

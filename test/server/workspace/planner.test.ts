// Memory figures are computed once for all tasks, in parts between which other work is done.
import { expect, it } from 'vitest';
import { defaultJob, parseCnn } from '../../../language/index.js';
import { runToEnd } from '../../../model/interruptible.js';
import { createPlanner } from '../../../server/workspace/planner.js';
import { checkpointedBytes, f16Bytes, memoryOf } from '../../support/gpu-planning.js';
import { lenet5 } from '../support/networks.js';

const [{ graph }] = parseCnn(lenet5, 'lenet5').networks;
const job = defaultJob('LeNet5');

function countYields(work: Iterator<number>): number {
  let count = 0;
  while (!work.next().done) count++;
  return count;
}

it('knows a figure once it is computed', () => {
  const planner = createPlanner();
  expect(planner.find('memory', graph, job)).toBeUndefined();
  expect(countYields(planner.compute('memory', graph, job))).toBeGreaterThan(5);
  expect(planner.find('memory', graph, job)).toEqual(memoryOf(graph, job));
  expect(countYields(planner.compute('memory', graph, job))).toBe(0);
  expect(planner.find('memory', graph, { ...job, batch: 3 })).toBeUndefined();
  expect(planner.find('alternatives', graph, job)).toBeUndefined();
  const { checkpointed, f16 } = runToEnd(planner.compute('alternatives', graph, job));
  expect(checkpointed).toBe(checkpointedBytes(graph, job));
  expect(f16).toBe(f16Bytes(graph, job));
});

it('shares the work of two who ask for one figure, also where one of them stops', () => {
  const alone = countYields(createPlanner().compute('memory', graph, job));
  const planner = createPlanner();
  const [first, second, third] = [0, 1, 2].map(() => planner.compute('memory', graph, job));
  expect(first.next().done).toBe(false);
  expect(second.next().done).toBe(false);
  expect(first.next().done).toBe(false);
  // The first two stop here.
  expect(countYields(third)).toBe(alone - 3);
  expect(second.next()).toEqual({ done: true, value: memoryOf(graph, job) });
});

it("does not mix up two adapters' figures", () => {
  const [one, other] = [createPlanner(), createPlanner()];
  runToEnd(one.compute('memory', graph, job));
  expect(other.find('memory', graph, job)).toBeUndefined();
});

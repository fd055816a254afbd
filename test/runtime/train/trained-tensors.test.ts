// A training's parameters and statistics can be read when it ends.
import { expect, it } from 'vitest';
import { train } from '../../../runtime/train/index.js';
import type { TrainedTensor } from '../../../runtime/train/trained-tensors.js';
import { bn, chain, conv, fc, relu } from '../../support/graphs.js';
import { testBackend } from './test-backends.js';
import { tinyData, tinyJob } from './tiny.js';

it('are named by the text, with shape, layout and finite values', async () => {
  let trained: readonly TrainedTensor[] = [];
  const result = await train({
    graph: chain('Read', [1, 1, 1], [conv(2, 1, 0), bn, relu, fc(3)]),
    job: tinyJob,
    dataSet: tinyData,
    backend: testBackend(),
    onTrained: (tensors) => {
      trained = tensors;
    },
    onEvent: () => {},
  });
  expect(result.event).toBe('done');
  const listed = trained.map(({ name, role, shape, layout }) => [name, role, shape.join('x'), layout]);
  expect(listed).toContainEqual(['conv.1/weights', 'parameter', '1x1x1x2', 'HWIO']);
  expect(listed).toContainEqual(['fc.4/weights', 'parameter', '2x3', 'IO']);
  expect(listed).toContainEqual(['bn.2/running_mean', 'statistic', '2', 'C']);
  for (const { shape, values } of trained) {
    expect(values).toHaveLength(shape.reduce((size, extent) => size * extent, 1));
    expect(values.every(Number.isFinite)).toBe(true);
  }
});

// A training on WebGPU hands over its parameters and statistics when it ends, close to those of the CPU.
import { afterAll, describe, expect, test } from 'vitest';
import type { Backend } from '../../../../../runtime/backends/backend.js';
import { createReferenceBackend } from '../../../../../runtime/backends/reference/index.js';
import { train } from '../../../../../runtime/train/index.js';
import type { TrainedTensor } from '../../../../../runtime/train/trained-tensors.js';
import { bn, chain, conv, fc, relu } from '../../../../support/graphs.js';
import { tinyData, tinyJob } from '../../../train/tiny.js';
import { distance } from '../../reference/arrays.js';
import { backendOn } from './support/backend-on.js';
import { nodeDevice } from './support/node-device.js';

const device = await nodeDevice();
afterAll(() => device?.destroy());

async function trainedOn(backend: Backend): Promise<readonly TrainedTensor[]> {
  const handed: (readonly TrainedTensor[])[] = [];
  const result = await train({
    graph: chain('Read', [1, 1, 1], [conv(2, 1, 0), bn, relu, fc(3)]),
    job: tinyJob,
    dataSet: tinyData,
    backend,
    onTrained: (tensors) => handed.push(tensors),
    onEvent: () => {},
  });
  expect(result.event).toBe('done');
  expect(handed).toHaveLength(1);
  return handed[0];
}

describe.skipIf(!device)('onTrained', () => {
  test('gives the tensors of the CPU, by name, shape and layout, with its values', async () => {
    const [onGpu, onCpu] = [await trainedOn(backendOn(device!)), await trainedOn(createReferenceBackend())];
    const describeTensor = ({ values, ...tensor }: TrainedTensor) => ({ ...tensor, length: values.length });
    expect(onGpu.map(describeTensor)).toEqual(onCpu.map(describeTensor));
    for (const [index, { name, values }] of onGpu.entries()) {
      expect(distance(values, onCpu[index].values), name).toBeLessThan(1e-4);
    }
  });
});

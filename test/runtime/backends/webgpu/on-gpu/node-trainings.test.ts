// Whole networks trained on WebGPU in Node (Dawn) against figures made elsewhere.
import { afterAll, describe } from 'vitest';
import { findNodeGpu } from '../../../../../runtime/backends/webgpu/node/node-gpu.js';
import { testTrainings } from './support/expected-trainings.js';
import { trainLosing } from './support/losing-devices.js';
import { nodeDevice } from './support/node-device.js';
import { trainGolden, trainOn } from './support/trainings.js';

const device = await nodeDevice();
afterAll(() => device?.destroy());

describe.skipIf(!device)('in Node', () => {
  testTrainings(() => ({
    train: (request) => trainOn(device!, request),
    trainGolden: (index) => trainGolden(device!, index),
    losses: 20,
    async trainLosing(times) {
      const found = await findNodeGpu();
      if (found.kind === 'none') throw new Error(found.reason);
      return trainLosing(found.gpu, times);
    },
  }));
});

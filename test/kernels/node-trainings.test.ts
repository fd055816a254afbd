// Whole networks trained on WebGPU in Node (Dawn) against figures made elsewhere.
import { afterAll, describe } from 'vitest';
import { testTrainings } from './expected-trainings.js';
import { nodeDevice } from './node-device.js';
import { trainGolden, trainOn } from './trainings.js';

const device = await nodeDevice();
afterAll(() => device?.destroy());

describe.skipIf(!device)('in Node', () => {
  testTrainings(() => ({
    train: (request) => trainOn(device!, request),
    trainGolden: (index) => trainGolden(device!, index),
  }));
});

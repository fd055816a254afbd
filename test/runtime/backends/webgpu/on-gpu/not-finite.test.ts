// NaN and infinity are noticed and traced on a device too, where arithmetic with them is less strict.
import { afterAll, describe, expect, test } from 'vitest';
import { train } from '../../../../../runtime/train/index.js';
import { runaways } from '../../../train/runaways.js';
import { backendOn } from './support/backend-on.js';
import { nodeDevice } from './support/node-device.js';

const device = await nodeDevice();
afterAll(() => device?.destroy());

describe.skipIf(!device)('a number that is none', () => {
  test.each(runaways)('$name is found where it arose', async ({ training, failed }) => {
    const result = await train({
      ...training,
      backend: backendOn(device!),
      onEvent: () => {},
    });
    expect(result).toMatchObject({ event: 'failed', reason: 'not-finite', ...failed });
  });
});

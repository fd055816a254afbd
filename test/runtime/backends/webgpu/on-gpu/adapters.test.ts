// Kernels for adapter profiles other than the one the tests run on, which the other tests cover: each is run here and
// needs no feature that this adapter lacks.
import { afterAll, describe, test } from 'vitest';
import { type AdapterProfile, unknownGpu } from '../../../../../runtime/backends/webgpu/adapter-profile.js';
import { fullyConnected } from '../../conformance/support/fully-connected.js';
import { wideConvolutions } from '../../conformance/support/wide-convolutions.js';
import { size } from '../../reference/arrays.js';
import { convolutions } from '../../reference/geometries.js';
import { comparison, draw } from './support/comparison.js';
import { nodeDevice } from './support/node-device.js';

const device = await nodeDevice();
afterAll(() => device?.destroy());

const adapters: readonly (readonly [string, AdapterProfile])[] = [
  ['an unknown GPU', unknownGpu],
  ['a software adapter without subgroups', { ...unknownGpu, software: true }],
];

describe.skipIf(!device).each(adapters)('%s', (_, adapter) => {
  const { expectSame } = comparison(() => device!, adapter);

  test.each([...convolutions, ...wideConvolutions])('conv and its gradients: $name', async ({ geometry, groups }) => {
    const { window, input, output } = geometry;
    const taps = size(window.kernel);
    const depth = input[3] / groups;
    const filters = output[3];
    const w = draw(taps * depth * filters, 2);
    const x = [draw(size(input), 1), w, draw(filters, 3)];
    await expectSame({ kind: 'conv', geometry, groups }, x, [size(output)], taps * depth);
    const dy = [draw(size(output), 4), w];
    await expectSame({ kind: 'conv-input-gradient', geometry, groups }, dy, [size(input)], taps * filters);
    const pixels = size(output.slice(0, 3));
    await expectSame({ kind: 'conv-weight-gradient', geometry, groups }, [x[0], dy[0]], [w.length], pixels);
  });

  test.each(fullyConnected)('fc and its gradients: $inputs to $units, batch $batch', async (sizes) => {
    const { batch, inputs, units } = sizes;
    const [x, w, b, dy] = [draw(batch * inputs, 1), draw(inputs * units, 2), draw(units, 3), draw(batch * units, 4)];
    await expectSame({ kind: 'fc', ...sizes }, [x, w, b], [dy.length], inputs);
    await expectSame({ kind: 'fc-input-gradient', ...sizes }, [dy, w], [x.length], units);
    await expectSame({ kind: 'fc-weight-gradient', ...sizes }, [x, dy], [w.length], batch);
  });
});

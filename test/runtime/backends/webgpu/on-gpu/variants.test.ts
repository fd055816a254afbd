// Every variant of a matrix product against the float64 reference, whatever the cost model would choose for this
// adapter: convolutions and fully connected layers, forward and each gradient, at sizes that fill no tile.
import { afterAll, describe, test } from 'vitest';
import type { AdapterProfile } from '../../../../../runtime/backends/webgpu/adapter-profile.js';
import { readProfile } from '../../../../../runtime/backends/webgpu/index.js';
import { variantName, variantOf, variantsOf } from '../../../../../runtime/backends/webgpu/variants/variants.js';
import type { Computation } from '../../../../../runtime/ir/index.js';
import { termsOf } from '../../conformance/support/terms.js';
import { wideConvolutions } from '../../conformance/support/wide-convolutions.js';
import { size } from '../../reference/arrays.js';
import { convolutions } from '../../reference/geometries.js';
import { choosing } from './support/choosing.js';
import { comparison, draw } from './support/comparison.js';
import { nodeDevice } from './support/node-device.js';

const device = await nodeDevice();
afterAll(() => device?.destroy());

/**
 * Blocks take software adapters seconds to compile. There each case takes one size of them, in turn; EVERY_VARIANT=1
 * asks for all, which a graphics processor does in seconds anyway.
 */
const every = process.env.EVERY_VARIANT === '1' || (device !== undefined && !readProfile(device).software);
let turn = 0;

/** The names of the variants to run. The adapter's own choice is left out: the other tests take it. */
function namesOf(computation: Computation, adapter: AdapterProfile): string[] {
  const own = variantName(variantOf(computation, adapter));
  const names = variantsOf(computation, adapter).map(variantName);
  const blocks = names.filter((name) => name.startsWith('blocks'));
  // The smallest is soonest compiled: the others take every fifth turn.
  const one = turn % 5 === 4 ? Math.floor(turn / 5) % blocks.length : blocks.length - 1;
  turn++;
  return names.filter((name) => name !== own && (every || !name.startsWith('blocks') || name === blocks[one]));
}

async function expectSameInAll(computation: Computation, inputs: readonly Float32Array[], length: number) {
  const adapter = readProfile(device!);
  for (const name of namesOf(computation, adapter)) {
    const chosen = choosing(name, computation, adapter);
    await comparison(() => device!, chosen).expectSame(computation, inputs, [length], termsOf(computation));
  }
}

describe.skipIf(!device)('every variant', () => {
  test.each([...convolutions, ...wideConvolutions])('conv and its gradients: $name', async ({ geometry, groups }) => {
    const { window, input, output } = geometry;
    const filters = output[3];
    const w = draw((size(window.kernel) * input[3] * filters) / groups, 2);
    const [x, bias, dy] = [draw(size(input), 1), draw(filters, 3), draw(size(output), 4)];
    await expectSameInAll({ kind: 'conv', geometry, groups }, [x, w, bias], dy.length);
    await expectSameInAll({ kind: 'conv-input-gradient', geometry, groups }, [dy, w], x.length);
    await expectSameInAll({ kind: 'conv-weight-gradient', geometry, groups }, [x, dy], w.length);
  });

  test.each([
    { batch: 1, inputs: 1, units: 1 },
    { batch: 3, inputs: 5, units: 17 },
    { batch: 32, inputs: 64, units: 10 },
    { batch: 200, inputs: 12, units: 68 },
  ])('fc of $inputs to $units, batch $batch, and its gradients', async (sizes) => {
    const { batch, inputs, units } = sizes;
    const [x, w, bias, dy] = [draw(batch * inputs, 1), draw(inputs * units, 2), draw(units, 3), draw(batch * units, 4)];
    await expectSameInAll({ kind: 'fc', ...sizes }, [x, w, bias], dy.length);
    await expectSameInAll({ kind: 'fc-input-gradient', ...sizes }, [dy, w], x.length);
    await expectSameInAll({ kind: 'fc-weight-gradient', ...sizes }, [x, dy], w.length);
  });
});

// Every layer's kernels with f16 storage of all inputs and outputs, and products in each kind of variant. A separate
// file and thus process: llvmpipe leaks hundreds of memory maps a kernel, and a process may have 65,530.
import { afterAll, describe, test } from 'vitest';
import { type AdapterProfile, unknownGpu } from '../../../../../runtime/backends/webgpu/adapter-profile.js';
import { readProfile } from '../../../../../runtime/backends/webgpu/index.js';
import type { Computation, ComputationKind } from '../../../../../runtime/ir/index.js';
import { padded, windowOf } from '../../../../support/graphs.js';
import { type Recorded, recordedCases, recordedOf } from '../../conformance/support/recorded-layers.js';
import { termsOf } from '../../conformance/support/terms.js';
import { geometry } from '../../conformance/support/wide-convolutions.js';
import { size } from '../../reference/arrays.js';
import { choosing } from './support/choosing.js';
import { comparison, draw } from './support/comparison.js';
import { halvesDevice } from './support/f16-device.js';
import { kernelsFor } from './support/run-computation.js';

const { device, has, every } = await halvesDevice();
afterAll(() => device?.destroy());

const adapter: AdapterProfile = device ? readProfile(device) : unknownGpu;

/** Computations whose tensors are never stored in f16: running statistics, and sums in several passes. */
const alwaysF32: ReadonlySet<ComputationKind> = new Set(['running-average'] satisfies ComputationKind[]);
const mayUseF16 = ({ computation, inputs }: Recorded) =>
  !alwaysF32.has(computation.kind) && !(computation.kind === 'add' && inputs.length >= 8);

const all = recordedCases.map(({ name, layer }) => ({ name, recorded: recordedOf(layer).filter(mayUseF16) }));

/** Kernels of a computation whose sources differ only in numbers run once, unless EVERY_VARIANT=1. */
const seen = new Set<string>();
function isNew({ computation, inputs, outputs }: Recorded): boolean {
  const known = seen.size;
  for (const { code } of kernelsFor(computation, inputs, outputs, adapter, true)) {
    seen.add(`${computation.kind} ${withoutNumbers(code)}`);
  }
  return seen.size > known;
}
const withoutNumbers = (code: string) => code.replace(/(?<![\w.])\d+(\.\d+)?(e[-+]?\d+)?(?=[uf]?(?![\w.]))/g, '#');

const looked = all
  .map(({ name, recorded }) => ({ name, recorded: recorded.filter((each) => every || isNew(each)) }))
  .filter(({ recorded }) => recorded.length > 0);

describe.skipIf(!has)('every layer, with f16 storage', () => {
  const { expectSame } = comparison(() => device!, undefined, true);
  test.each(looked)('$name', async ({ recorded }) => {
    for (const { computation, inputs, outputs } of recorded) {
      await expectSame(computation, inputs, outputs, termsOf(computation));
    }
  });
});

describe.skipIf(!has)('products, with f16 storage', () => {
  const cases = (sides: number, channels: number, filters: number) => {
    const shape = geometry([2, sides, sides, channels], windowOf(3, { padding: padded(1) }), filters);
    const [x, w] = [draw(size(shape.input), 1), draw(9 * channels * filters, 2)];
    const dy = draw(size(shape.output), 3);
    const of = { geometry: shape, groups: 1 };
    return [
      { computation: { kind: 'conv', ...of }, inputs: [x, w], length: dy.length },
      { computation: { kind: 'conv-input-gradient', ...of }, inputs: [dy, w], length: x.length },
      { computation: { kind: 'conv-weight-gradient', ...of }, inputs: [x, dy], length: w.length },
    ] as const satisfies { computation: Computation; inputs: Float32Array[]; length: number }[];
  };

  test.each(['registers', 'blocks-32x32'])('%s', async (name) => {
    for (const { computation, inputs, length } of cases(5, 17, 20)) {
      const chosen = choosing(name, computation, adapter);
      await comparison(() => device!, chosen, true).expectSame(computation, inputs, [length], termsOf(computation));
    }
  });

  test.each(every ? ([2, 4] as const) : ([2] as const))('Winograd, tiles of %i', async (tile) => {
    for (const { computation, inputs, length } of cases(tile === 4 ? 7 : 8, 32, 36)) {
      const software = { ...adapter, software: true, subgroupSize: 0, winograd: tile };
      const chosen = choosing(`winograd-${tile}`, computation, software);
      // As in winograd.test.ts: the transforms of the larger tiles round more.
      const terms = (tile === 4 ? 6 ** 2 : 1) * termsOf(computation);
      await comparison(() => device!, chosen, true).expectSame(computation, inputs, [length], terms);
    }
  });
});

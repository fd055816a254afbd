// Every computation that takes an epilogue, with every epilogue step, with vec4 and scalar channels, and with a result
// that overwrites what the epilogue reads.
import { describe, expect, test } from 'vitest';
import type { Computation, Epilogue, Extents } from '../../../../runtime/ir/index.js';
import { stepInputs } from '../../../../runtime/ir/index.js';
import { outputExtent, padded, windowOf } from '../../../support/graphs.js';
import { size } from '../reference/arrays.js';
import { draw } from './support/compare.js';
import { describeBackends } from './support/describe-backends.js';
import { termsOf } from './support/terms.js';

/** A computation with the lengths of what it reads, and its result. */
interface Case {
  readonly computation: Computation;
  readonly inputs: readonly number[];
  readonly output: Extents;
}

/** One of each kind, with results of so many channels. */
function casesOf(channels: number): Case[] {
  const image: Extents = [3, 5, 4, channels];
  const values = size(image);
  const window = windowOf(3, { stride: [2, 1], padding: padded(1) });
  const small: Extents = [3, outputExtent(5, window, 0), outputExtent(4, window, 1), channels];
  const apart = { window: windowOf(2, { stride: [2, 2] }), input: image, output: [3, 2, 2, channels] as const };
  const filters = { window, input: [3, 5, 4, 6] as const, output: small };
  const back = { window, input: image, output: [...small.slice(0, 3), 6] as unknown as Extents };
  const pooled = { window, input: image, output: small };
  const weights = 9 * 6 * channels;
  const drop = { size: values, rate: 0.4, layer: 7, image: 5 };
  const groups = { batch: 1, places: 60, channels, groups: channels };
  return [
    { computation: { kind: 'conv', geometry: filters, groups: 1 }, inputs: [360, weights, channels], output: small },
    { computation: { kind: 'conv', geometry: filters, groups: 1 }, inputs: [360, weights], output: small },
    {
      computation: { kind: 'conv', geometry: pooled, groups: channels },
      inputs: [values, 9 * channels, channels],
      output: small,
    },
    {
      computation: { kind: 'conv-input-gradient', geometry: back, groups: 1 },
      inputs: [size(back.output), weights],
      output: image,
    },
    {
      computation: { kind: 'conv-input-gradient', geometry: pooled, groups: channels },
      inputs: [size(small), 9 * channels],
      output: image,
    },
    {
      computation: { kind: 'fc', batch: 3, inputs: 7, units: channels },
      inputs: [21, 7 * channels, channels],
      output: [3, 1, 1, channels],
    },
    {
      computation: { kind: 'fc-input-gradient', batch: 3, inputs: channels, units: 6 },
      inputs: [18, 6 * channels],
      output: [3, 1, 1, channels],
    },
    { computation: { kind: 'maxpool', geometry: pooled }, inputs: [values], output: small },
    { computation: { kind: 'avgpool', geometry: pooled, countPad: true }, inputs: [values], output: small },
    {
      computation: { kind: 'avgpool-gradient', geometry: pooled, countPad: false },
      inputs: [size(small)],
      output: image,
    },
    {
      computation: { kind: 'maxpool-gradient', geometry: pooled },
      inputs: [values, size(small), size(small)],
      output: image,
    },
    {
      computation: { kind: 'maxpool-gradient', geometry: apart },
      inputs: [values, size(apart.output), size(apart.output)],
      output: image,
    },
    { computation: { kind: 'pointwise', size: values, function: { kind: 'tanh' } }, inputs: [values], output: image },
    {
      computation: { kind: 'pointwise-gradient', size: values, function: { kind: 'swish' } },
      inputs: [values, values],
      output: image,
    },
    {
      computation: { kind: 'prelu', rows: values / channels, channels },
      inputs: [values, channels],
      output: image,
    },
    { computation: { kind: 'prelu', rows: values, channels: 1 }, inputs: [values, 1], output: image },
    {
      computation: { kind: 'prelu-input-gradient', rows: values / channels, channels },
      inputs: [values, values, channels],
      output: image,
    },
    {
      computation: { kind: 'prelu-input-gradient', rows: values, channels: 1 },
      inputs: [values, values, 1],
      output: image,
    },
    { computation: { kind: 'dropout', ...drop }, inputs: [values], output: image },
    { computation: { kind: 'dropout-gradient', ...drop }, inputs: [values], output: image },
    { computation: { kind: 'add', size: values }, inputs: [values, values, values], output: image },
    {
      computation: { kind: 'mul', batch: 3, places: 20, channels, spread: true },
      inputs: [values, 3 * channels],
      output: image,
    },
    {
      computation: { kind: 'normalise', ...groups, eps: 1e-3, scale: true, shift: true },
      inputs: [values, channels, channels, channels, channels],
      output: image,
    },
  ];
}

/**
 * The first two are what most networks come to; kernels of tiles in registers, which are slow to compile, take only
 * these.
 */
const steps = (channels: number): Epilogue[][] => [
  [
    { kind: 'normalise', channels, eps: 1e-3, scale: true, shift: true },
    { kind: 'pointwise', function: { kind: 'relu' } },
  ],
  [{ kind: 'add' }, { kind: 'pointwise-gradient', function: { kind: 'relu' } }],
  [
    { kind: 'pointwise', function: { kind: 'gelu' } },
    { kind: 'dropout', rate: 0.3, layer: 4, image: 60 },
  ],
  [
    { kind: 'normalise', channels, eps: 1e-3, scale: false, shift: true },
    { kind: 'pointwise', function: { kind: 'tanh' } },
    { kind: 'pointwise', function: { kind: 'swish' } },
  ],
  [
    { kind: 'pointwise', function: { kind: 'softplus' } },
    { kind: 'pointwise', function: { kind: 'mish' } },
    { kind: 'pointwise-gradient', function: { kind: 'elu', alpha: 0.3 } },
  ],
  [
    { kind: 'pointwise', function: { kind: 'elu', alpha: -0.7 } },
    { kind: 'pointwise', function: { kind: 'selu' } },
    { kind: 'pointwise-gradient', function: { kind: 'mish' } },
  ],
];

const cases = [3, 8].flatMap((channels) =>
  casesOf(channels).map((each) => ({ ...each, kind: each.computation.kind, channels })),
);

await describeBackends('epilogues', ({ expectSame, backend }) => {
  describe('epilogues', () => {
    test.each(cases)('$kind to $channels channels', async ({ computation, inputs, output, channels }) => {
      // Above 0: what stands for a variance must be.
      const own = inputs.map((length, index) => draw(length, index + 1).map((value) => Math.abs(value) + 0.1));
      const inTiles = /^(conv|fc)/.test(computation.kind);
      for (const epilogue of steps(channels).slice(0, inTiles ? 2 : undefined)) {
        const others = epilogue.flatMap((step) =>
          Array.from({ length: stepInputs(step) }, (_, index) => {
            const length = step.kind === 'normalise' ? channels : size(output);
            return draw(length, 20 + index).map((value) => Math.abs(value) + 0.1);
          }),
        );
        if (own.length + others.length + 1 > backend.maxBindings) continue;
        await expectSame(
          { ...computation, epilogue } as Computation,
          [...own, ...others],
          [size(output)],
          termsOf(computation),
        );
      }
    });

    test.each(cases)('$kind to $channels channels, in place of what its epilogue reads', async (each) => {
      const { computation, inputs, output } = each;
      const own = inputs.map((length, index) => draw(length, index + 1).map(Math.abs));
      const other = draw(size(output), 30);
      const epilogue: Epilogue[] = [{ kind: 'pointwise', function: { kind: 'relu' } }, { kind: 'add' }];
      const reads = [...own, other];
      await expectSame(
        { ...computation, epilogue } as Computation,
        reads,
        [{ inPlace: own.length }],
        termsOf(computation),
      );
    });
  });

  describe('elementwise, in place', () => {
    const values = 3 * 5 * 4 * 8;
    const groups = { batch: 1, places: 60, channels: 8, groups: 8 };
    const batchNorm: Computation = { kind: 'batch-norm-input-gradient', ...groups, eps: 1e-3 };
    /** How many of its inputs are as large as its result, and the sizes of the others. */
    interface InPlace {
      readonly computation: Computation;
      readonly reads: number;
      readonly others?: readonly number[];
    }
    test.each([
      { computation: { kind: 'pointwise', size: values, function: { kind: 'gelu' } }, reads: 1 },
      { computation: { kind: 'pointwise-gradient', size: values, function: { kind: 'relu' } }, reads: 2 },
      { computation: { kind: 'prelu', rows: 60, channels: 8 }, reads: 1, others: [8] },
      { computation: { kind: 'prelu', rows: values, channels: 1 }, reads: 1, others: [1] },
      { computation: { kind: 'prelu-input-gradient', rows: 60, channels: 8 }, reads: 2, others: [8] },
      { computation: { kind: 'prelu-input-gradient', rows: values / 5, channels: 5 }, reads: 2, others: [5] },
      { computation: { kind: 'dropout', size: values, rate: 0.4, layer: 7, image: 5 }, reads: 1 },
      { computation: { kind: 'add', size: values }, reads: 3 },
      { computation: batchNorm, reads: 2, others: [8, 8, 8, 8, 8] },
    ] satisfies InPlace[])(
      '$computation.kind over each of its inputs of that size',
      async ({ computation, reads, others = [] }) => {
        for (let over = 0; over < reads; over++) {
          const images = Array.from({ length: reads }, (_, index) => draw(values, index + 1));
          // Above 0: one of them stands for a variance.
          const inputs = [...images, ...others.map((length, index) => draw(length, index + 20).map(Math.abs))];
          const [result] = await expectSame(computation, inputs, [{ inPlace: over }]);
          expect(result).toHaveLength(values);
        }
      },
    );
  });
});

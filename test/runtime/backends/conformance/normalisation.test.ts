// Normalisations where a step or the values are unusual: empty slots of a partial batch, a mean that is large beside
// the deviation, an epilogue with channels of its own, values that are not numbers.
import { describe, expect, test } from 'vitest';
import type { MicroBatchSettings, NormGroups } from '../../../../runtime/ir/index.js';
import { comparisonSettings, draw } from './support/compare.js';
import { describeBackends } from './support/describe-backends.js';
import { termsOf } from './support/terms.js';

const slots = 5;
const imagePlaces = 9;
const eps = 1e-3;

const partOf = (images: number): MicroBatchSettings => ({
  ...comparisonSettings,
  partial: { emptySlots: slots - images, scale: slots / images },
});

const batchGroups = (channels: number): NormGroups & { readonly imagePlaces: number } => ({
  ...{ batch: 1, places: slots * imagePlaces, channels, groups: channels, imagePlaces },
});

await describeBackends('normalisation', ({ expectSame, run, backend }) => {
  describe('batch normalisation of a partial batch', () => {
    test.each([1, 3, 4, 17, 64].flatMap((channels) => [1, 4].map((images) => ({ channels, images }))))(
      '$images of 5 images with $channels channels',
      async ({ channels, images }) => {
        const groups = batchGroups(channels);
        const values = groups.places * channels;
        const [x, dy] = [draw(values, 1), draw(values, 2)];
        const settings = partOf(images);
        const moments = { kind: 'moments', ...groups } as const;
        const statistics = await expectSame(moments, [x], [channels, channels], termsOf(moments), settings);
        const gradient = { kind: 'batch-norm-input-gradient', ...groups, eps } as const;
        const reads = [x, dy, ...statistics, draw(channels, 3), draw(channels, 4)];
        await expectSame(gradient, reads, [values], 16, settings);
        await expectSame(gradient, [...reads, draw(channels, 5)], [{ inPlace: 1 }], 16, settings);
        const average = { kind: 'running-average', size: channels, share: 0.1, factor: 45 / 44 } as const;
        const unbiased = { places: groups.places, imagePlaces };
        for (const computation of [average, { ...average, unbiased }]) {
          await expectSame(computation, [draw(channels, 6), statistics[1]], [{ inPlace: 0 }], 16, settings);
        }
      },
    );
  });

  describe('a mean that is large beside the deviation', () => {
    const shapes: readonly NormGroups[] = [
      { batch: 1, places: 3000, channels: 16, groups: 16 },
      { batch: 1, places: 3000, channels: 3, groups: 3 },
      { batch: 5, places: 1, channels: 130, groups: 1 },
      { batch: 2, places: 50, channels: 12, groups: 3 },
    ];
    test.each(shapes)('$batch x $places x $channels in $groups groups', async (groups) => {
      const x = draw(groups.batch * groups.places * groups.channels, 1).map((value) => 1000 + value);
      const statistics = groups.batch * groups.groups;
      const [, variance] = await run({ kind: 'moments', ...groups }, [x], [statistics, statistics], comparisonSettings);
      const count = (groups.places * groups.channels) / groups.groups;
      for (let group = 0; group < statistics; group++) {
        const members = x.filter((_, index) => groupOf(groups, index) === group);
        const mean = members.reduce((sum, value) => sum + value, 0) / count;
        const wanted = members.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
        expect(Math.abs(variance[group] - wanted)).toBeLessThan(1e-4 * wanted);
      }
    });
  });

  describe.skipIf(backend.maxBindings < 10)('an epilogue that normalises by channel', () => {
    test.each([
      { batch: 2, places: 7, channels: 6, groups: 3 },
      { batch: 2, places: 7, channels: 44, groups: 1 },
      { batch: 9, places: 1, channels: 7, groups: 1 },
      { batch: 1, places: 50, channels: 45, groups: 45 },
    ])('$batch x $places x $channels in $groups groups', async (groups) => {
      const { batch, channels } = groups;
      const values = batch * groups.places * channels;
      const statistics = [1, 2].map((seed) => draw(batch * groups.groups, seed).map(Math.abs));
      const affine = [3, 4].map((seed) => draw(channels, seed));
      const epilogue = [{ kind: 'normalise', channels, eps, scale: true, shift: true }] as const;
      const others = [5, 6, 7, 8].map((seed) => draw(channels, seed).map((value) => Math.abs(value) + 0.1));
      await expectSame(
        { kind: 'normalise', ...groups, eps, scale: true, shift: true, epilogue },
        [draw(values, 9), ...statistics, ...affine, ...others],
        [values],
        16,
      );
    });
  });

  test('statistics of what is not a number are not numbers', async () => {
    for (const groups of [batchGroups(4), { batch: 3, places: 1, channels: 60, groups: 1 }]) {
      const x = draw(180, 1);
      x[5] = Number.NaN;
      const forms = [groups.batch * groups.groups, groups.batch * groups.groups];
      const results = await run({ kind: 'moments', ...groups }, [x], forms, comparisonSettings);
      for (const values of results) expect(values.filter(Number.isNaN)).toHaveLength(1);
    }
  });
});

function groupOf({ places, channels, groups }: NormGroups, index: number): number {
  const entry = Math.floor(index / (places * channels));
  return entry * groups + Math.floor(((index % channels) * groups) / channels);
}

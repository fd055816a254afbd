// Every optimizer's update, in place, with and without optional terms, with gradients clipped by norm and by value.
import { describe, test } from 'vitest';
import type { Update } from '../../../../runtime/ir/index.js';
import { comparisonSettings, draw } from './support/compare.js';
import { describeBackends } from './support/describe-backends.js';

type Rule = { [K in Update['kind']]: Omit<Extract<Update, { kind: K }>, 'size' | 'clip'> }[Update['kind']];

const clips: readonly Update['clip'][] = [undefined, { kind: 'norm' }, { kind: 'value', limit: 0.3 }];

const sgd = { kind: 'sgd', momentum: 0, nesterov: false, weightDecay: 0 } as const;
const adam = { kind: 'adam', beta1: 0.9, beta2: 0.999, eps: 1e-8, weightDecay: 0, decoupled: false } as const;
const rules: readonly { readonly rule: Rule; readonly states: number }[] = [
  { rule: sgd, states: 0 },
  { rule: { ...sgd, weightDecay: 0.1 }, states: 0 },
  { rule: { ...sgd, momentum: 0.9 }, states: 1 },
  { rule: { ...sgd, momentum: 0.9, nesterov: true, weightDecay: 0.1 }, states: 1 },
  { rule: { kind: 'adagrad', eps: 1e-10, weightDecay: 0.1 }, states: 1 },
  { rule: { kind: 'rmsprop', decay: 0.99, eps: 1e-8, weightDecay: 0.1 }, states: 1 },
  { rule: adam, states: 2 },
  { rule: { ...adam, beta1: 0, beta2: 0.5, weightDecay: 0.1 }, states: 2 },
  { rule: { ...adam, weightDecay: 0.1, decoupled: true }, states: 2 },
];

await describeBackends('updates', ({ expectSame }) => {
  describe('updates', () => {
    test.each(rules.flatMap((row) => [7, 64].flatMap((size) => clips.map((clip) => ({ ...row, size, clip })))))(
      '$rule of $size values, clip $clip',
      async ({ rule, states, size, clip }) => {
        // Squares, and so all states here, are positive.
        const previous = Array.from({ length: states }, (_, index) => draw(size, index + 3).map(Math.abs));
        const inPlace = [0, ...previous.map((_, index) => index + 2)].map((index) => ({ inPlace: index }));
        const factor = clip?.kind === 'norm' ? [Float32Array.of(0.4)] : [];
        const update = { ...rule, size, ...(clip && { clip }) } as Update;
        await expectSame(update, [draw(size, 1), draw(size, 2), ...previous, ...factor], inPlace, 10);
      },
    );

    test.each([0, 99_999])('of adam at step %d', async (step) => {
      const states = [draw(9, 3), draw(9, 4).map(Math.abs)];
      const inPlace = [{ inPlace: 0 }, { inPlace: 2 }, { inPlace: 3 }];
      const settings = { ...comparisonSettings, step };
      await expectSame({ ...adam, size: 9 }, [draw(9, 1), draw(9, 2), ...states], inPlace, 10, settings);
    });

    test('of large parameters', async () => {
      for (const size of [16_388, 16_389]) {
        await expectSame({ ...sgd, size }, [draw(size, 1), draw(size, 2)], [{ inPlace: 0 }], 10);
      }
    });
  });
});

// The user's settings, as an editor sends them: what is of another type is replaced by its default.
import { expect, it } from 'vitest';
import { defaultSettings, readSettings } from '../../../server/workspace/settings.js';

it('reads what is set', () => {
  expect(
    readSettings({
      inlayHints: { shape: false, receptiveField: false, padding: true },
      advice: { disabled: ['bias-before-bn'] },
      memoryBudget: 0.5,
    }),
  ).toEqual({
    shape: false,
    receptiveField: false,
    padding: true,
    disabledAdvice: new Set(['bias-before-bn']),
    memoryBudget: 2 ** 29,
  });
});

it.each([[undefined], [null], [7], [{}], [{ inlayHints: { shape: 'yes' } }], [{ memoryBudget: -1 }]])(
  'reads %j as the defaults',
  (section) => {
    expect(readSettings(section)).toEqual(defaultSettings);
  },
);

it('keeps the codes of disabled advice that are texts', () => {
  expect(readSettings({ advice: { disabled: ['bias-before-bn', 7] } }).disabledAdvice).toEqual(
    new Set(['bias-before-bn']),
  );
  expect(readSettings({ advice: { disabled: 'bias-before-bn' } }).disabledAdvice).toEqual(new Set());
});

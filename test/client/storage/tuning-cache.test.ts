// The tuning cache in VS Code's state: for one version, by adapter, bounded, checked when read.
import { expect, it } from 'vitest';
import { loadTuningCache, saveChoices } from '../../../client/storage/tuning-cache.js';

/** A store as VS Code has it: what goes in comes out as JSON. */
function store(kept?: unknown) {
  const values = new Map<string, string>();
  if (kept !== undefined) values.set('receptive.kernels', JSON.stringify(kept));
  return {
    get: <T>(key: string): T | undefined => (values.has(key) ? JSON.parse(values.get(key)!) : undefined),
    async update(key: string, value: unknown) {
      values.set(key, JSON.stringify(value));
    },
    keys: () => [...values.keys()],
  };
}

it('is stored by adapter', () => {
  const state = store();
  expect(loadTuningCache(state as never, '1')).toEqual({});
  saveChoices(state as never, '1', 'one', { a: 'registers' });
  saveChoices(state as never, '1', 'two', { a: 'blocks-64x64' });
  saveChoices(state as never, '1', 'one', { a: 'registers', b: 'registers-4' });
  expect(loadTuningCache(state as never, '1')).toEqual({
    one: { a: 'registers', b: 'registers-4' },
    two: { a: 'blocks-64x64' },
  });
});

it('is replaced by another version', () => {
  const state = store();
  saveChoices(state as never, '1', 'one', { a: 'registers' });
  expect(loadTuningCache(state as never, '2')).toEqual({});
  saveChoices(state as never, '2', 'two', { a: 'registers' });
  expect(loadTuningCache(state as never, '2')).toEqual({ two: { a: 'registers' } });
  expect(loadTuningCache(state as never, '1')).toEqual({});
  expect(state.keys()).toHaveLength(1);
});

it.each([null, 7, 'text', [], {}, { version: '1' }, { version: '1', cache: [{ a: 'registers' }] }])(
  'is empty where %j is stored',
  (kept) => expect(loadTuningCache(store(kept) as never, '1')).toEqual({}),
);

it('is bounded', () => {
  const state = store();
  for (let adapter = 0; adapter < 40; adapter++)
    saveChoices(state as never, '1', `adapter ${adapter}`, { a: 'registers' });
  const kept = Object.keys(loadTuningCache(state as never, '1'));
  expect(kept.length).toBeLessThan(40);
  expect(kept).toContain('adapter 39');
});

// The file of a training's snapshots: what is read is what was stored, or nothing.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { createSnapshotStore, readSnapshot } from '../../../client/trainer/process/snapshot-file.js';
import type { Snapshot } from '../../../runtime/train/index.js';

const snapshot = (step: number, first = 0.1): Snapshot => ({
  step,
  sums: { lossSum: 1 / 3, correct: 5, count: 9, labels: 9 },
  values: [Float32Array.of(first, -2, 1e-30), Float32Array.of(4)],
});

/** A store with a clock of the test's own. */
function open() {
  const folder = mkdtempSync(join(tmpdir(), 'snapshot-'));
  const file = join(folder, 'made', 'a.snapshot');
  const stored: number[] = [];
  const clock = { now: 0 };
  const store = createSnapshotStore(
    file,
    (step) => stored.push(step),
    () => clock.now,
  );
  return { folder, file, stored, clock, store };
}

it('is read as it was stored, whatever happens to the values afterwards', async () => {
  const { file, stored, store } = open();
  const mine = snapshot(7);
  store.offer(mine);
  mine.values[0].fill(9);
  await vi.waitFor(() => expect(stored).toEqual([7]));
  expect(await readSnapshot(file)).toEqual(snapshot(7));
  expect(readdirSync(join(file, '..'))).toEqual(['a.snapshot']);
});

it('is replaced at intervals, and by the newest at the end', async () => {
  const { file, stored, clock, store } = open();
  store.offer(snapshot(1));
  await vi.waitFor(() => expect(stored).toEqual([1]));
  store.offer(snapshot(2));
  clock.now = 999;
  store.offer(snapshot(3));
  clock.now = 1_000;
  store.offer(snapshot(4));
  store.offer(snapshot(5));
  await store.finish();
  expect(stored).toEqual([1, 4, 5]);
  expect(await readSnapshot(file)).toEqual(snapshot(5));
  await store.finish();
  expect(stored).toEqual([1, 4, 5]);
});

it('is none where there is no file, or one that is not whole', async () => {
  const { file, stored, store } = open();
  expect(await readSnapshot(file)).toBeUndefined();
  store.offer(snapshot(7));
  await vi.waitFor(() => expect(stored).toEqual([7]));
  const bytes = readFileSync(file);
  for (const broken of [
    bytes.subarray(0, bytes.length - 1),
    Buffer.concat([bytes, Buffer.of(0)]),
    Buffer.from('{"format":1}\n'),
    Buffer.from('no line'),
    Buffer.from('not JSON\n'),
    Buffer.from(bytes.toString('latin1').replace('"format":1', '"format":2'), 'latin1'),
  ]) {
    writeFileSync(file, broken);
    expect(await readSnapshot(file)).toBeUndefined();
  }
});

it('that cannot be stored leaves the training alone', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  const { folder, stored } = open();
  writeFileSync(join(folder, 'file'), '');
  const store = createSnapshotStore(join(folder, 'file', 'a.snapshot'), (step) => stored.push(step));
  store.offer(snapshot(1));
  await store.finish();
  expect(stored).toEqual([]);
  expect(error).toHaveBeenCalled();
  error.mockRestore();
});

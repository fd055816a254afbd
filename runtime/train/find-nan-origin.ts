// Finds where a loss that is no number comes from: restores the last snapshot, repeats the steps from there one by one
// until a step leaves a value that is not finite, and traces that step tensor by tensor.

import type { Executor } from '../backends/backend.js';
import type { Preparation } from '../data/augment.js';
import { emptyBatch } from '../data/batches.js';
import type { DataSet } from '../data/dataset.js';
import type { Origin } from '../faults/index.js';
import type { Batch } from '../ir/index.js';
import { allocateSnapshot, type StepSettings } from '../ir/index.js';
import { allFinite, restore, type Snapshot, writeSnapshot } from './snapshots.js';
import type { StepSchedule } from './step-schedule.js';

interface Search {
  readonly executor: Executor;
  readonly schedule: StepSchedule;
  readonly dataSet: DataSet;
  readonly preparation: Preparation;
  readonly seed: number;
  readonly snapshot: Snapshot | undefined;
  /** Steps done when the loss was seen: the last one that may be to blame. */
  readonly upTo: number;
  readonly signal: AbortSignal | undefined;
}

/** The first tensor with a value that is no finite number; undefined where the steps, run again, show none. */
export async function findNanOrigin(search: Search): Promise<Origin | undefined> {
  const { executor, schedule, dataSet, preparation, seed, snapshot, upTo, signal } = search;
  const { program } = executor;
  restore(executor, snapshot, seed);
  const batch = emptyBatch(preparation, program.batch);
  let before = snapshot?.values;
  if (!before) {
    before = allocateSnapshot(program);
    await executor.readSnapshot(before);
  }
  let after: readonly Float32Array[] = allocateSnapshot(program);
  for (let step = snapshot?.step ?? 0; step < upTo; step++) {
    const order = schedule.orderOf(Math.floor(step / schedule.stepsPerEpoch) + 1);
    const from = (step % schedule.stepsPerEpoch) * program.batch;
    preparation.fill(batch, dataSet.train, { order, from, step });
    const settings = schedule.settingsOf(step);
    const { lossSum } = await executor.step(batch, settings, signal);
    await executor.readSnapshot(after);
    if (!Number.isFinite(lossSum) || !allFinite(after)) {
      writeSnapshot(executor, before);
      return await firstIn(executor, batch, settings, signal);
    }
    [before, after] = [after, before];
  }
  return undefined;
}

async function firstIn(
  executor: Executor,
  batch: Batch,
  settings: StepSettings,
  signal: AbortSignal | undefined,
): Promise<Origin | undefined> {
  const { tensors, images } = executor.program;
  const originIn = (tensor: number, values: Float32Array, layer?: string): Origin | undefined => {
    if (allFinite([values])) return undefined;
    const { name, role, type } = tensors[tensor];
    const value = values.some(Number.isNaN) ? 'NaN' : 'infinity';
    const stored = type === 'f16' ? ({ f16: true } as const) : {};
    return { step: settings.step + 1, tensor: name, role, layer, value, ...stored };
  };
  let origin = originIn(images, batch.images);
  if (origin) return origin;
  const see: Parameters<Executor['trace']>[2] = (tensor, values, { layer }) => {
    origin = originIn(tensor, values, layer);
    return origin !== undefined;
  };
  await executor.trace(batch, settings, see, signal);
  return origin;
}

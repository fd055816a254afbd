// Finds where a loss that is no number comes from: goes back to what was kept last, runs the steps from there again one
// by one until one spoils what it leaves behind, and looks into that one tensor by tensor.

import type { Executor } from '../backends/backend.js';
import type { Preparation } from '../data/augment.js';
import { emptyBatch } from '../data/batches.js';
import type { DataSet } from '../data/dataset.js';
import type { Origin } from '../faults/index.js';
import type { Batch } from '../ir/index.js';
import { emptyKept, type StepSettings } from '../ir/index.js';
import { allFinite } from './finite.js';
import { goBack, type Kept, writeKept } from './snapshots.js';
import type { Course } from './step-schedule.js';

interface Search {
  readonly executor: Executor;
  readonly course: Course;
  readonly dataSet: DataSet;
  readonly preparation: Preparation;
  readonly seed: number;
  readonly kept: Kept | undefined;
  /** Steps done when the loss was seen: the last one that may be to blame. */
  readonly upTo: number;
  readonly signal: AbortSignal | undefined;
}

/** The first tensor with a value that is no finite number; undefined where the steps, run again, show none. */
export async function originOf(search: Search): Promise<Origin | undefined> {
  const { executor, course, dataSet, preparation, seed, kept, upTo, signal } = search;
  const { program } = executor;
  goBack(executor, kept, seed);
  const batch = emptyBatch(preparation.shape, program.batch);
  let before = kept?.values;
  if (!before) {
    before = emptyKept(program);
    await executor.keep(before);
  }
  let after: readonly Float32Array[] = emptyKept(program);
  for (let step = kept?.step ?? 0; step < upTo; step++) {
    const order = course.orderOf(Math.floor(step / course.stepsPerEpoch) + 1);
    preparation.fill(batch, dataSet.train, order, (step % course.stepsPerEpoch) * program.batch, step);
    const settings = course.settingsOf(step);
    const { lossSum } = await executor.step(batch, settings, signal);
    await executor.keep(after);
    if (!Number.isFinite(lossSum) || !allFinite(after)) {
      writeKept(executor, before);
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

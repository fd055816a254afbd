// Takes snapshots of a training now and then, in host memory, from which it continues if its device is lost. A snapshot
// counts only when it is complete and all its values are finite.
import type { Executor } from '../backends/backend.js';
import { initialise } from '../backends/initialise.js';
import { allocateSnapshot, snapshotTensors } from '../ir/index.js';
import type { Sums } from './dataset-pass.js';

/** What a training continues from. */
export interface Snapshot {
  /** Steps done. */
  readonly step: number;
  /** Metrics summed over the steps done in the epoch of the next step. */
  readonly sums: Sums;
  /** Parallel to `snapshotTensors`. */
  readonly values: readonly Float32Array[];
}

/** Restores a snapshot; without one, draws the initial weights. */
export function restore(executor: Executor, snapshot: Snapshot | undefined, seed: number): void {
  if (snapshot) writeSnapshot(executor, snapshot.values);
  else initialise(executor, seed);
}

/** @param values parallel to `snapshotTensors` */
export function writeSnapshot(executor: Executor, values: readonly Float32Array[]): void {
  snapshotTensors(executor.program).forEach((tensor, index) => {
    executor.write(tensor, values[index]);
  });
}

export interface Snapshots {
  /** The newest; undefined before the first. */
  readonly last: Snapshot | undefined;
  /** Steps after which a value was found that is not finite; the loss need not show it. */
  readonly nonFiniteStep: number | undefined;
  /** To be called before a step is asked for. `done`: steps whose results are in; `sums`: of those in its epoch. */
  beforeStep(step: number, done: number, sums: Sums): void;
  /** To be called when a step's result is in. */
  afterStep(done: number, sums: Sums): void;
}

/** Steps before the first snapshot: by then the time of a step is known. */
const firstInterval = 10;
/** Snapshots may take one part in this many of the training's time. */
const share = 100;

export interface SnapshotOptions {
  /** The last snapshot of the device before, if there was one. */
  readonly last?: Snapshot;
  /** Steps from one to the next; by default so many that snapshots take less than 1 % of the time. */
  readonly every?: number;
  /** Called with each; its values are overwritten by the one after the next. */
  readonly onSnapshot?: (snapshot: Snapshot) => void;
}

export function createSnapshots(executor: Executor, { last, every, onSnapshot }: SnapshotOptions = {}): Snapshots {
  let newest = last;
  let interval = every ?? firstInterval;
  /** Step and time at which the last one was started. */
  let lastStart = { step: last?.step ?? 0, at: performance.now() };
  /** Being copied to the host, or waiting for the results of the steps before it. */
  let pending:
    | { readonly step: number; readonly values: readonly Float32Array[]; arrived: boolean; sums?: Sums }
    | undefined;
  /** Arrays that may be overwritten. */
  let spare: readonly Float32Array[] | undefined;
  let nonFiniteStep: number | undefined;

  function begin(step: number, sums: Sums | undefined): void {
    const perStep = (performance.now() - lastStart.at) / (step - lastStart.step);
    lastStart = { step, at: performance.now() };
    const values = spare ?? arrays();
    if (!values) return;
    spare = undefined;
    const mine = { step, values, arrived: false, sums };
    pending = mine;
    executor.readSnapshot(values).then(
      (blocked) => {
        const started = performance.now();
        const sound = allFinite(values);
        const cost = blocked + performance.now() - started;
        interval = every ?? Math.max(1, Math.ceil((share * cost) / perStep));
        if (sound) {
          mine.arrived = true;
          settle();
        } else {
          nonFiniteStep ??= step;
          abandon(values);
        }
      },
      // The next step meets the same fault, and reports it.
      () => abandon(values),
    );
  }

  function arrays(): readonly Float32Array[] | undefined {
    try {
      return allocateSnapshot(executor.program);
    } catch {
      // A host without memory for it trains without snapshots: they are needed only if the device is lost.
      interval = Number.POSITIVE_INFINITY;
      return undefined;
    }
  }

  function abandon(values: readonly Float32Array[]): void {
    spare = values;
    pending = undefined;
  }

  function settle(): void {
    if (!pending?.arrived || !pending.sums) return;
    const { step, sums, values } = pending;
    spare = newest?.values;
    newest = { step, sums, values };
    pending = undefined;
    onSnapshot?.(newest);
  }

  return {
    get last() {
      return newest;
    },
    get nonFiniteStep() {
      return nonFiniteStep;
    },
    beforeStep(step, done, sums) {
      if (!pending && step - lastStart.step >= interval) begin(step, done === step ? sums : undefined);
    },
    afterStep(done, sums) {
      if (pending?.step !== done) return;
      pending.sums = sums;
      settle();
    },
  };
}

/** Whether no value is infinite or not a number. Called often and over many values, so it must be fast. */
export function allFinite(arrays: readonly Float32Array[]): boolean {
  return arrays.every((values) => {
    // 0 times a finite number is 0, times any other it is NaN, which stays.
    let sum = 0;
    for (let index = 0; index < values.length; index++) sum += 0 * values[index];
    return sum === 0;
  });
}

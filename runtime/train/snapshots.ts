// Keeps, now and then, what the training would go on from if its device were lost: in host memory, and only what is
// whole and finite.
import type { Executor } from '../backends/backend.js';
import { initialise } from '../backends/initialise.js';
import { emptyKept, keptTensors } from '../ir/index.js';
import type { Sums } from './dataset-pass.js';
import { allFinite } from './finite.js';

/** What a training goes on from. */
export interface Kept {
  /** Steps done. */
  readonly step: number;
  /** What those of the epoch that the next step belongs to came to. */
  readonly sums: Sums;
  /** Parallel to `keptTensors`. */
  readonly values: readonly Float32Array[];
}

/** Puts an executor where the training was at its last snapshot; at the beginning if there is none. */
export function goBack(executor: Executor, kept: Kept | undefined, seed: number): void {
  if (kept) writeKept(executor, kept.values);
  else initialise(executor, seed);
}

/** @param values parallel to `keptTensors` */
export function writeKept(executor: Executor, values: readonly Float32Array[]): void {
  keptTensors(executor.program).forEach((tensor, index) => {
    executor.write(tensor, values[index]);
  });
}

export interface Keeping {
  /** The newest; undefined while there is none but the beginning. */
  readonly last: Kept | undefined;
  /** Steps after which a value that is no finite number was found, where one was: a loss need not show it. */
  readonly spoiled: number | undefined;
  /** To be called before a step is asked for. `done`: steps whose results are in; `sums`: of those in its epoch. */
  before(step: number, done: number, sums: Sums): void;
  /** To be called when a step's result is in. */
  after(done: number, sums: Sums): void;
}

/** Steps before the first is kept: by then their time is known. */
const firstInterval = 10;
/** Keeping may take one part in this many of the training's time. */
const share = 100;

export interface KeepingOptions {
  /** What was kept on a device before, if there was one. */
  readonly last?: Kept;
  /** Steps from one to the next; by default so many that keeping takes less than 1 % of the time. */
  readonly every?: number;
  /** Called with each; its values are overwritten by the one after the next. */
  readonly onKept?: (kept: Kept) => void;
}

export function createKeeping(executor: Executor, { last, every, onKept }: KeepingOptions = {}): Keeping {
  let newest = last;
  let interval = every ?? firstInterval;
  /** Where and when the last one was begun. */
  let begun = { step: last?.step ?? 0, at: performance.now() };
  /** On its way to the host, or waiting for the results of the steps before it. */
  let underWay:
    | { readonly step: number; readonly values: readonly Float32Array[]; arrived: boolean; sums?: Sums }
    | undefined;
  /** Arrays that may be overwritten. */
  let spare: readonly Float32Array[] | undefined;
  let spoiled: number | undefined;

  function begin(step: number, sums: Sums | undefined): void {
    const perStep = (performance.now() - begun.at) / (step - begun.step);
    begun = { step, at: performance.now() };
    const values = spare ?? arrays();
    if (!values) return;
    spare = undefined;
    const mine = { step, values, arrived: false, sums };
    underWay = mine;
    executor.keep(values).then(
      (heldUp) => {
        const started = performance.now();
        const sound = allFinite(values);
        const cost = heldUp + performance.now() - started;
        interval = every ?? Math.max(1, Math.ceil((share * cost) / perStep));
        if (sound) {
          mine.arrived = true;
          settle();
        } else {
          spoiled ??= step;
          abandon(values);
        }
      },
      // The step that follows meets the same fault, and tells it.
      () => abandon(values),
    );
  }

  function arrays(): readonly Float32Array[] | undefined {
    try {
      return emptyKept(executor.program);
    } catch {
      // A host without memory for it goes without: the training needs it only should the device be lost.
      interval = Number.POSITIVE_INFINITY;
      return undefined;
    }
  }

  function abandon(values: readonly Float32Array[]): void {
    spare = values;
    underWay = undefined;
  }

  function settle(): void {
    if (!underWay?.arrived || !underWay.sums) return;
    const { step, sums, values } = underWay;
    spare = newest?.values;
    newest = { step, sums, values };
    underWay = undefined;
    onKept?.(newest);
  }

  return {
    get last() {
      return newest;
    },
    get spoiled() {
      return spoiled;
    },
    before(step, done, sums) {
      if (!underWay && step - begun.step >= interval) begin(step, done === step ? sums : undefined);
    },
    after(done, sums) {
      if (underWay?.step !== done) return;
      underWay.sums = sums;
      settle();
    },
  };
}

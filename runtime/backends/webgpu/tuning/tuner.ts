// What a training does about its kernels before it begins, on the command line and in the training panel alike: it
// takes what is remembered of the adapter, and measures what is not.

import type { Program } from '../../../ir/index.js';
import type { AdapterProfile } from '../adapter-profile.js';
import type { DeviceAnswer } from '../device/adapter.js';
import { tuned } from './tune.js';
import type { Remembered } from './tuning-cache.js';
import { isTuned, type Tuning, withChoices } from './tuning-mode.js';

export interface TunerOptions {
  readonly when: Tuning;
  /** Of this adapter: variants by shape. */
  readonly remembered: Remembered[string] | undefined;
  /** Called when measuring begins. */
  readonly onMeasuring?: () => void;
  /** Hears of all choices that hold now, where there are new ones; they are to be remembered. */
  readonly onFound: (found: AdapterProfile & Required<Pick<AdapterProfile, 'choices'>>) => void;
  readonly signal?: AbortSignal;
}

export interface Tuner {
  /** The adapter's profile with what is remembered of it. */
  readonly adapter: AdapterProfile;
  /** Measures what is not known yet of a program's dearest shapes; never rejects. */
  readonly tune: (program: Program) => Promise<AdapterProfile>;
}

/** Milliseconds after which no other variant is begun. A step in software is some hundred times as long. */
const budgets = { hardware: 1_000, software: 10_000 };

export function createTuner(
  { device, adapter: bare }: Extract<DeviceAnswer, { kind: 'device' }>,
  { when, remembered, onMeasuring, onFound, signal }: TunerOptions,
): Tuner {
  const adapter = withChoices(bare, remembered, when);
  return {
    adapter,
    async tune(program) {
      if (!isTuned(adapter, when)) return adapter;
      onMeasuring?.();
      const budget = adapter.software ? budgets.software : budgets.hardware;
      const found = await tuned(device, program, adapter, { budget, signal });
      if (found === adapter || !found.choices) return adapter;
      const { choices } = found;
      onFound({ ...found, choices });
      return found;
    },
  };
}

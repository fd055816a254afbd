// Chooses kernels for an adapter before a training: recalls measurements of earlier ones and makes those that are
// missing.
import type { Program } from '../../../ir/index.js';
import type { AdapterProfile } from '../adapter-profile.js';
import type { Device } from '../device/adapter.js';
import { tuneProfile } from './tune.js';
import type { TuningHost } from './tuning-host.js';
import { shouldTune, withChoices } from './tuning-mode.js';

export interface Tuner {
  /** The adapter's profile with what is recalled of it. */
  readonly adapter: AdapterProfile;
  /** Measures the most expensive shapes of a program that have no choice yet; never rejects. */
  readonly tune: (program: Program) => Promise<AdapterProfile>;
}

/** Milliseconds after which no further variant is measured. A step in software takes some hundred times as long. */
const budgets = { hardware: 1_000, software: 10_000 };

export function createTuner(
  { device, identity, adapter: bare }: Device,
  host: TuningHost,
  signal?: AbortSignal,
): Tuner {
  const { mode } = host;
  const adapter = withChoices(bare, host.recall(identity), mode);
  return {
    adapter,
    async tune(program) {
      if (!shouldTune(adapter, mode)) return adapter;
      host.onMeasuring?.();
      const budget = adapter.software ? budgets.software : budgets.hardware;
      const found = await tuneProfile(device, program, adapter, { budget, signal });
      if (found === adapter || !found.choices) return adapter;
      host.onMeasured(identity, found.choices);
      return found;
    },
  };
}

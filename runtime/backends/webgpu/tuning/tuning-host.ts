// What a host provides for tuning: when to measure, and where measurements are stored.
import type { Choices } from './tuning-cache.js';
import type { TuningMode } from './tuning-mode.js';

export interface TuningHost {
  readonly mode: TuningMode;
  /** The measured variants of an adapter, by shape; undefined where there are none. */
  recall(identity: string): Choices | undefined;
  /** Called when measuring begins. */
  onMeasuring?(): void;
  /** Called with all choices that now hold for an adapter, if there are new ones. */
  onMeasured(identity: string, choices: Choices): void;
}

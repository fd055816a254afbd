// The figure beside the loss that fits a training's goal: its name, its axis and how it is written.
import { type Goal, isImageGoal } from '../../../model/index.js';
import type { Score } from '../../../runtime/train/events.js';
import { formatDecibels, formatPercent } from '../shared/format.js';

/** The vertical axis of a curve. */
export interface Axis {
  /** The quantity with its unit. */
  readonly label: string;
  readonly format: (value: number) => string;
  /** By default it follows the values. */
  readonly range?: readonly [number, number];
}

export interface Metric extends Axis {
  /** As a heading: `Accuracy`. */
  readonly name: string;
  /** Within a sentence. */
  readonly inText: string;
}

const psnr: Metric = {
  name: 'PSNR',
  inText: 'PSNR',
  label: 'peak signal-to-noise ratio (dB)',
  format: formatDecibels,
};

const accuracy: Metric = {
  name: 'Accuracy',
  inText: 'accuracy',
  label: 'images classified correctly (%)',
  format: formatPercent,
  range: [0, 1],
};

const pixelAccuracy: Metric = {
  ...accuracy,
  name: 'Pixel accuracy',
  inText: 'pixel accuracy',
  label: 'pixels classified correctly (%)',
};

export function metricOf(goal: Goal): Metric {
  if (isImageGoal(goal)) return psnr;
  return goal === 'label-map' ? pixelAccuracy : accuracy;
}

/** Its value in a score. */
export function metricIn({ accuracy, psnr }: Partial<Score>): number | undefined {
  return accuracy ?? psnr;
}

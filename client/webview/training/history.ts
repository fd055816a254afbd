// The curves' points. Their number is bounded however long a training is: above the capacity, neighbours are merged.
import type { EpochEvent, Score, StepEvent, Watched } from '../../../runtime/train/events.js';
import { testScoreIn, validationScoreIn } from '../../../runtime/train/score.js';
import { metricIn } from './metric.js';

/** The metric is the goal's: an accuracy from 0 to 1, or a ratio in dB. */
export interface Point {
  readonly step: number;
  /** Mean over the steps of this point. */
  readonly loss: number;
  readonly metric: number;
  /** The trend: an exponential moving average over about 10 points. */
  readonly lossTrend: number;
  readonly metricTrend: number;
  /** At the end of an epoch: on the validation images where there are some, else on the test images. */
  readonly watched?: { readonly loss: number; readonly metric: number };
}

export class History {
  #points: Point[] = [];
  #pending: StepEvent[] = [];
  /** Steps per point. */
  #stride = 1;

  /** @param capacity the most points; even */
  constructor(readonly capacity = 2_000) {}

  /** In the order of the steps. */
  get points(): readonly Point[] {
    return this.#points;
  }

  addStep(event: StepEvent): void {
    this.#pending.push(event);
    if (this.#pending.length < this.#stride) return;
    const loss = mean(this.#pending.map((step) => step.loss));
    const metric = mean(this.#pending.map((step) => metricIn(step) ?? 0));
    this.#pending = [];
    const before = this.#points.at(-1);
    // While there are few points the mean of all, so that the first ones do not dominate the trend.
    const share = Math.max(1 / (this.#points.length + 1), 1 / 10);
    this.#points.push({
      step: event.step,
      loss,
      metric,
      lossTrend: before ? before.lossTrend + share * (loss - before.lossTrend) : loss,
      metricTrend: before ? before.metricTrend + share * (metric - before.metricTrend) : metric,
    });
    if (this.#points.length >= this.capacity) this.#mergeNeighbours();
  }

  /** Adds the epoch that ended with the last step. */
  addEpoch(event: EpochEvent): void {
    const last = this.#points.at(-1);
    if (!last) return;
    const score = watchedScore(event);
    if (!score) return;
    this.#points[this.#points.length - 1] = { ...last, watched: { loss: score.loss, metric: metricIn(score) ?? 0 } };
  }

  #mergeNeighbours(): void {
    const merged: Point[] = [];
    for (let index = 0; index + 1 < this.#points.length; index += 2) {
      const [first, second] = [this.#points[index], this.#points[index + 1]];
      merged.push({
        ...second,
        loss: (first.loss + second.loss) / 2,
        metric: (first.metric + second.metric) / 2,
        watched: second.watched ?? first.watched,
      });
    }
    this.#points = merged;
    this.#stride *= 2;
  }
}

/** On the validation images where there are some, else on the test images. */
export function watchedScore(event: Watched): Score | undefined {
  return validationScoreIn(event) ?? testScoreIn(event);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

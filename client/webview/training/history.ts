// The curves' points. However long a training is, they stay few: when there are too many, neighbours are joined.
import type { EpochEvent, StepEvent, Watched } from '../../../runtime/train/events.js';

/** Losses in nats, accuracies from 0 to 1. */
export interface Point {
  readonly step: number;
  /** Mean over the steps this point stands for. */
  readonly loss: number;
  readonly accuracy: number;
  /** The trend: an exponential moving average over about 10 points. */
  readonly lossTrend: number;
  readonly accuracyTrend: number;
  /** Where an epoch ended: on the test images, or those kept aside for validation. */
  readonly watched?: { readonly loss: number; readonly accuracy: number };
}

export class History {
  #points: Point[] = [];
  #pending: StepEvent[] = [];
  /** Steps that one point stands for. */
  #stride = 1;

  /** @param capacity most points that are kept; even */
  constructor(readonly capacity = 2_000) {}

  /** In the order of the steps. */
  get points(): readonly Point[] {
    return this.#points;
  }

  addStep(event: StepEvent): void {
    this.#pending.push(event);
    if (this.#pending.length < this.#stride) return;
    const loss = mean(this.#pending.map((step) => step.loss));
    const accuracy = mean(this.#pending.map((step) => step.accuracy));
    this.#pending = [];
    const before = this.#points.at(-1);
    // While there are few points the average of all, so that the first ones do not weigh on the trend for long.
    const share = Math.max(1 / (this.#points.length + 1), 1 / 10);
    this.#points.push({
      step: event.step,
      loss,
      accuracy,
      lossTrend: before ? before.lossTrend + share * (loss - before.lossTrend) : loss,
      accuracyTrend: before ? before.accuracyTrend + share * (accuracy - before.accuracyTrend) : accuracy,
    });
    if (this.#points.length >= this.capacity) this.#halve();
  }

  /** The epoch that ended with the last step added. */
  addEpoch(event: EpochEvent): void {
    const last = this.#points.at(-1);
    if (!last) return;
    const { loss, accuracy } = watchedScore(event);
    if (loss === undefined || accuracy === undefined) return;
    this.#points[this.#points.length - 1] = { ...last, watched: { loss, accuracy } };
  }

  #halve(): void {
    const halved: Point[] = [];
    for (let index = 0; index + 1 < this.#points.length; index += 2) {
      const [first, second] = [this.#points[index], this.#points[index + 1]];
      halved.push({
        ...second,
        loss: (first.loss + second.loss) / 2,
        accuracy: (first.accuracy + second.accuracy) / 2,
        watched: second.watched ?? first.watched,
      });
    }
    this.#points = halved;
    this.#stride *= 2;
  }
}

/** On the images kept aside for validation, else on the test images. */
export function watchedScore(event: Watched): { readonly loss?: number; readonly accuracy?: number } {
  const { testLoss, testAccuracy, validationLoss = testLoss, validationAccuracy = testAccuracy } = event;
  return { loss: validationLoss, accuracy: validationAccuracy };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

// Parsing of training events: every event passes whole, anything else is refused.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTrainingEvent, type TrainingEvent } from '../../../runtime/train/index.js';

const step: TrainingEvent = {
  event: 'step',
  step: 1,
  learningRate: 0.05,
  steps: 10,
  epoch: 1,
  epochs: 2,
  loss: 2.3,
  accuracy: 0.1,
  imagesPerSecond: 99.5,
};
const stopped: TrainingEvent = { event: 'stopped', step: 0, steps: 10, epoch: 1, epochs: 2, seconds: 0 };

describe('a training event', () => {
  it.each<TrainingEvent>([
    step,
    stopped,
    { ...stopped, loss: 1, accuracy: 1, testLoss: 3, testAccuracy: 0 },
    { event: 'failed', message: 'no memory' },
  ])('survives JSON and the check: %o', (event) => {
    expect(parseTrainingEvent(JSON.parse(JSON.stringify(event)))).toEqual(event);
  });

  it('loses fields that do not belong to it', () => {
    expect(parseTrainingEvent({ ...step, html: '<script>' })).toEqual(step);
  });

  it.each([
    ['without a field', { ...step, loss: undefined }],
    ['with a loss that is no number', { ...step, loss: '2.3' }],
    ['with a loss that is not finite', { ...step, loss: Number.NaN }],
    ['with an accuracy above 1', { ...step, accuracy: 97 }],
    ['with half a step', { ...step, step: 0.5 }],
    ['with a negative count', { ...step, steps: -1 }],
    ['of an unknown name', { ...step, event: 'jump' }],
    ['named like an inherited property', { ...step, event: 'constructor' }],
    ['with fields it only inherits', Object.create(step)],
    ['with a message without end', { event: 'failed', message: 'x'.repeat(20_000) }],
  ])('%s is none', (_, value) => {
    expect(parseTrainingEvent(value)).toBeUndefined();
  });

  it('is never made of anything else', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(parseTrainingEvent(value)).toBeUndefined();
      }),
    );
  });
});

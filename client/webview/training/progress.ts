// Shows a training's figures, curves and table from its events.
import {
  formatBatch,
  formatBytes,
  formatClampedBatch,
  formatCount,
  formatStorage,
  type TrainingJob,
} from '../../../model/index.js';
import type {
  EpochEvent,
  ResumedEvent,
  StartEvent,
  StepEvent,
  TrainingEvent,
  TrainingResult,
} from '../../../runtime/train/events.js';
import { Announcer } from '../shared/announcer.js';
import { element, made, write } from '../shared/dom.js';
import { formatDuration, formatLoss, formatPercent, formatRate, formatSpeed } from '../shared/format.js';
import { accuracy, Curve, loss } from './curves.js';
import { History, watchedScore } from './history.js';

const announcer = new Announcer();
const lossCurve = new Curve(element('loss-curve'), loss);
const accuracyCurve = new Curve(element('accuracy-curve'), accuracy);
let history = new History();
let firstStepAt = 0;

/** Clears the page for a new training. @param bytes the planned memory */
export function resetProgress({ loss, schedule, validation }: TrainingJob, bytes: number): void {
  history = new History();
  for (const id of ['loss', 'accuracy', 'validation-accuracy', 'test-accuracy', 'learning-rate', 'speed', 'time']) {
    write(id, '–');
  }
  element('validation-figure').hidden = validation === 0;
  element('learning-rate-figure').hidden = schedule.kind === 'constant';
  const watched = validation > 0 ? 'validation' : 'test';
  const heading = validation > 0 ? 'Validation' : 'Test';
  write('watched-loss', `${heading} loss`);
  write('watched-accuracy', `${heading} accuracy`);
  const axis = loss.kind === 'mse' ? 'mean squared error' : 'cross-entropy (nats)';
  lossCurve.begin({ axis, watched });
  accuracyCurve.begin({ axis: 'images classified correctly (%)', watched });
  write('memory', formatBytes(bytes));
  write('time-label', 'Time left');
  write('place', '');
  element<HTMLProgressElement>('progress').value = 0;
  element('epochs').replaceChildren();
  drawCurves();
}

export function showEvent(event: TrainingEvent): void {
  if (event.event === 'start') showStart(event);
  else if (event.event === 'resumed') showResumed(event);
  else if (event.event === 'step') showStep(event);
  else if (event.event === 'epoch') showEpoch(event);
  else showEnd(event);
}

function showStart(event: StartEvent): void {
  write('memory', formatBytes(event.bytes));
  const parts = event.parts > 1 ? `, ${formatBatch(event.batch, event.parts)}` : '';
  const storage = event.storage ? `, ${formatStorage(event.storage)}` : '';
  const clamped = event.requestedBatch ? ` ${formatClampedBatch(event.requestedBatch, event.batch)}` : '';
  write('status', `Training on ${formatBackend(event)}${parts}${storage}.${clamped}`);
  announcer.say(`Training of ${event.network} began on ${formatBackend(event)}.`);
}

/** Stays in the status line until the training ends, since the recovery may have taken long. */
function showResumed(event: ResumedEvent): void {
  write('memory', formatBytes(event.bytes));
  const where = event.step === 0 ? 'from the beginning' : `after step ${formatCount(event.step)}`;
  const sentence = `${event.reason} Training resumed ${where} on a new device: WebGPU, ${event.description}.`;
  write('status', sentence);
  announcer.say(sentence);
}

function showStep(event: StepEvent): void {
  const now = performance.now();
  if (event.step === 1) firstStepAt = now;
  history.addStep(event);
  const progress = element<HTMLProgressElement>('progress');
  progress.max = event.steps;
  progress.value = event.step;
  write('place', formatPosition(event));
  write('loss', formatLoss(event.loss));
  write('accuracy', formatPercent(event.accuracy));
  write('learning-rate', formatRate(event.learningRate));
  write('speed', formatSpeed(event.imagesPerSecond));
  if (event.step > 1) {
    const seconds = (now - firstStepAt) / 1000 / (event.step - 1);
    write('time', formatDuration(seconds * (event.steps - event.step)));
  }
  showCurves();
  announcer.mention(() => `${formatPosition(event)}: loss ${formatLoss(event.loss)}.`);
}

function showEpoch(event: EpochEvent): void {
  history.addEpoch(event);
  const { loss, accuracy } = watchedScore(event);
  const shown = accuracy === undefined ? '–' : formatPercent(accuracy);
  const images = event.validationAccuracy === undefined ? 'test' : 'validation';
  write(`${images}-accuracy`, shown);
  const row = made('tr');
  row.append(
    made('td', `${event.epoch}`),
    made('td', formatLoss(event.loss)),
    made('td', formatPercent(event.accuracy)),
    made('td', loss === undefined ? '–' : formatLoss(loss)),
    made('td', shown),
    made('td', formatSpeed(event.imagesPerSecond)),
  );
  element('epochs').append(row);
  showCurves();
  announcer.say(
    `Epoch ${event.epoch} of ${event.epochs} ended: loss ${formatLoss(event.loss)}, ${images} accuracy ${shown}.`,
  );
}

function showEnd(event: TrainingResult): void {
  const sentence = formatResult(event);
  write('status', sentence);
  write('time-label', 'Time taken');
  write('time', event.event === 'failed' ? '–' : formatDuration(event.seconds));
  if (event.event === 'done') {
    write('test-accuracy', formatPercent(event.testAccuracy));
    write('speed', formatSpeed(event.imagesPerSecond));
  }
  announcer.say(sentence);
}

function drawCurves(): void {
  for (const curve of [lossCurve, accuracyCurve]) curve.show(history.points);
}

function showCurves(): void {
  drawCurves();
  const last = history.points.at(-1);
  const first = history.points[0];
  if (!first || !last) return;
  const upTo = `after ${formatCount(last.step)} steps`;
  element('loss-curve').ariaLabel =
    `Loss curve: from ${formatLoss(first.loss)} to ${formatLoss(last.lossTrend)} ${upTo}.`;
  element('accuracy-curve').ariaLabel =
    `Accuracy curve: from ${formatPercent(first.accuracy)} to ${formatPercent(last.accuracyTrend)} ${upTo}.`;
}

function formatPosition({ epoch, epochs, step, steps }: StepEvent): string {
  return `Epoch ${epoch} of ${epochs}, step ${formatCount(step)} of ${formatCount(steps)}`;
}

function formatBackend({ backend, description }: StartEvent): string {
  return backend === 'webgpu' ? `WebGPU, ${description}` : `the CPU, ${description}`;
}

function formatResult(event: TrainingResult): string {
  if (event.event === 'failed') return 'Training failed.';
  if (event.event === 'done') {
    return `Done in ${formatDuration(event.seconds)}. Test accuracy: ${formatPercent(event.testAccuracy)}.`;
  }
  const where = `Stopped after ${formatCount(event.step)} of ${formatCount(event.steps)} steps`;
  const { accuracy } = watchedScore(event);
  if (accuracy === undefined) return `${where}, before the end of the first epoch.`;
  const images = event.validationAccuracy === undefined ? 'Test' : 'Validation';
  return `${where}. ${images} accuracy after the last complete epoch: ${formatPercent(accuracy)}.`;
}

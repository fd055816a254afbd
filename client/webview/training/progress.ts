// Shows a training's figures, curves and table from its events.
import {
  formatBatch,
  formatBytes,
  formatClampedBatch,
  formatCount,
  formatStorage,
  type Loss,
  type TrainingJob,
} from '../../../model/index.js';
import type {
  EpochEvent,
  ResumedEvent,
  Score,
  StartEvent,
  StepEvent,
  TrainingEvent,
  TrainingResult,
  Watched,
} from '../../../runtime/train/events.js';
import { testScoreIn } from '../../../runtime/train/score.js';
import { Announcer } from '../shared/announcer.js';
import { element, made, write } from '../shared/dom.js';
import { formatDuration, formatLoss, formatRate, formatSpeed } from '../shared/format.js';
import { Curve, loss, metric as metricCurveOf } from './curves.js';
import { History, watchedScore } from './history.js';
import { type Metric, metricIn, metricOf } from './metric.js';
import { createRedraws } from './redraws.js';

const lossLabels: { readonly [K in Loss['kind']]: string } = {
  cross_entropy: 'cross-entropy (nats)',
  mse: 'mean squared error',
  mae: 'mean absolute error',
};

const announcer = new Announcer();
const lossCurve = new Curve(element('loss-curve'), loss);
const metricCurve = new Curve(element('accuracy-curve'), metricCurveOf);
let metric: Metric = metricOf('class');
let history = new History();
let firstStep: { readonly step: number; readonly at: number } | undefined;
let lastStep: { readonly event: StepEvent; readonly at: number } | undefined;
/** Those that the table lacks. */
let newEpochs: EpochEvent[] = [];
let result: TrainingResult | undefined;
let startNote = '';
let isOnCpu = false;

/** Milliseconds between two drawings: a training may end hundreds of steps a second, which a reader can't follow. */
const [usualInterval, reducedInterval] = [500, 1_000];
const redraws = createRedraws(draw, () =>
  matchMedia('(prefers-reduced-motion: reduce)').matches ? reducedInterval : usualInterval,
);

/** Whether the page can be seen; nothing is drawn while it can't. */
export const setVisible = redraws.setVisible;

/**
 * Clears the page for a new training.
 * @param bytes the planned memory
 * @param note a sentence that is shown with the backend once the training has begun
 */
export function resetProgress({ goal, loss, schedule, validation }: TrainingJob, bytes: number, note: string): void {
  startNote = note;
  isOnCpu = false;
  history = new History();
  firstStep = undefined;
  lastStep = undefined;
  newEpochs = [];
  result = undefined;
  for (const id of ['loss', 'accuracy', 'validation-accuracy', 'test-accuracy', 'learning-rate', 'speed', 'time']) {
    write(id, '–');
  }
  element('validation-figure').hidden = validation === 0;
  element('learning-rate-figure').hidden = schedule.kind === 'constant';
  const watched = validation > 0 ? 'validation' : 'test';
  const heading = validation > 0 ? 'Validation' : 'Test';
  write('watched-loss', `${heading} loss`);
  metric = metricOf(goal);
  write('watched-accuracy', `${heading} ${metric.inText}`);
  write('accuracy-caption', metric.name);
  write('accuracy-heading', metric.name);
  write('accuracy-name', metric.name);
  write('validation-accuracy-name', `Validation ${metric.inText}`);
  write('test-accuracy-name', `Test ${metric.inText}`);
  lossCurve.begin({ axis: { label: lossLabels[loss.kind], format: formatLoss }, watched });
  metricCurve.begin({ axis: metric, watched });
  write('memory', formatBytes(bytes));
  write('time-label', 'Time left');
  write('place', '');
  element<HTMLProgressElement>('progress').value = 0;
  element('epochs').replaceChildren();
  redraws.request();
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
  const note = startNote && ` ${startNote}`;
  isOnCpu = event.backend !== 'webgpu';
  write('status', `Training on ${formatBackend(event)}${parts}${storage}.${clamped}${note}`);
  announcer.say(`Training of ${event.network} began on ${formatBackend(event)}.`);
}

/** Stays in the status line until the training ends, since the recovery may have taken long. */
function showResumed(event: ResumedEvent): void {
  write('memory', formatBytes(event.bytes));
  const where = event.step === 0 ? 'from the beginning' : `after step ${formatCount(event.step)}`;
  const device = isOnCpu
    ? formatBackend({ backend: 'wasm', description: event.description })
    : `a new device: WebGPU, ${event.description}`;
  const sentence = `${event.reason} Training resumed ${where} on ${device}.`;
  result = undefined;
  firstStep = undefined;
  write('time-label', 'Time left');
  write('status', sentence);
  announcer.say(sentence);
}

function showStep(event: StepEvent): void {
  const at = performance.now();
  firstStep ??= { step: event.step, at };
  history.addStep(event);
  lastStep = { event, at };
  redraws.request();
}

function showEpoch(event: EpochEvent): void {
  history.addEpoch(event);
  newEpochs.push(event);
  redraws.request();
}

function showEnd(event: TrainingResult): void {
  result = event;
  redraws.flush();
  const sentence = formatResult(event);
  write('status', sentence);
  announcer.say(sentence);
}

/** Draws everything that is new. */
function draw(): void {
  if (lastStep) drawStep(lastStep.event);
  if (newEpochs.length > 0) drawEpochs(newEpochs);
  newEpochs = [];
  if (result) drawResult(result);
  else drawTimeLeft();
  drawCurves();
}

function drawStep(event: StepEvent): void {
  const progress = element<HTMLProgressElement>('progress');
  progress.max = event.steps;
  progress.value = event.step;
  write('place', formatPosition(event));
  write('loss', formatLoss(event.loss));
  write('accuracy', formatMetric(event));
  write('learning-rate', formatRate(event.learningRate));
  write('speed', formatSpeed(event.imagesPerSecond));
  announcer.mention(() => `${formatPosition(event)}: loss ${formatLoss(event.loss)}.`);
}

function drawTimeLeft(): void {
  if (!firstStep || !lastStep || lastStep.event.step === firstStep.step) return;
  const { step, steps } = lastStep.event;
  const seconds = (lastStep.at - firstStep.at) / 1000 / (step - firstStep.step);
  write('time', formatDuration(seconds * (steps - step)));
}

function drawResult(event: TrainingResult): void {
  write('time-label', 'Time taken');
  write('time', event.event === 'failed' ? '–' : formatDuration(event.seconds));
  if (event.event !== 'done') return;
  write('test-accuracy', formatMetric(testScoreIn(event)));
  write('speed', formatSpeed(event.imagesPerSecond));
}

function drawEpochs(events: readonly EpochEvent[]): void {
  element('epochs').append(...events.map(createRow));
  const { epoch, epochs, loss, ...watched } = events[events.length - 1];
  const shown = formatWatched(watched);
  const images = watched.validationLoss === undefined ? 'test' : 'validation';
  write(`${images}-accuracy`, shown);
  announcer.say(`Epoch ${epoch} of ${epochs} ended: loss ${formatLoss(loss)}, ${images} ${metric.inText} ${shown}.`);
}

function createRow(event: EpochEvent): HTMLTableRowElement {
  const watched = watchedScore(event);
  const row = made('tr');
  row.append(
    made('td', `${event.epoch}`),
    made('td', formatLoss(event.loss)),
    made('td', formatMetric(event)),
    made('td', watched ? formatLoss(watched.loss) : '–'),
    made('td', formatWatched(event)),
    made('td', formatSpeed(event.imagesPerSecond)),
  );
  return row;
}

function drawCurves(): void {
  for (const curve of [lossCurve, metricCurve]) curve.show(history.points);
  const last = history.points.at(-1);
  const first = history.points[0];
  if (!first || !last) return;
  const upTo = `after ${formatCount(last.step)} steps`;
  element('loss-curve').ariaLabel =
    `Loss curve: from ${formatLoss(first.loss)} to ${formatLoss(last.lossTrend)} ${upTo}.`;
  element('accuracy-curve').ariaLabel =
    `${metric.name} curve: from ${metric.format(first.metric)} to ${metric.format(last.metricTrend)} ${upTo}.`;
}

/** The watched metric. */
function formatWatched(event: Watched): string {
  return formatMetric(watchedScore(event));
}

function formatMetric(score: Partial<Score> | undefined): string {
  const value = score && metricIn(score);
  return value === undefined ? '–' : metric.format(value);
}

function formatPosition({ epoch, epochs, step, steps }: StepEvent): string {
  return `Epoch ${epoch} of ${epochs}, step ${formatCount(step)} of ${formatCount(steps)}`;
}

function formatBackend({ backend, description }: Pick<StartEvent, 'backend' | 'description'>): string {
  // A CPU backend's description says by itself that it computes there.
  return backend === 'webgpu' ? `WebGPU, ${description}` : `the CPU, ${description.replace(' on the CPU', '')}`;
}

function formatResult(event: TrainingResult): string {
  if (event.event === 'failed') return 'Training failed.';
  if (event.event === 'done') {
    return `Done in ${formatDuration(event.seconds)}. Test ${metric.inText}: ${formatMetric(testScoreIn(event))}.`;
  }
  const where = `Stopped after ${formatCount(event.step)} of ${formatCount(event.steps)} steps`;
  const score = watchedScore(event);
  if (!score) return `${where}, before the end of the first epoch.`;
  const images = event.validationLoss === undefined ? 'Test' : 'Validation';
  return `${where}. ${images} ${metric.inText} after the last complete epoch: ${formatMetric(score)}.`;
}

// Prints a training's progress: a progress bar in a terminal, plain lines elsewhere (a log, a pipe).
import {
  escapeTerminal,
  formatBatch,
  formatBytes,
  formatClampedBatch,
  formatCount,
  formatStorage,
} from '../../model/index.js';
import type {
  EpochEvent,
  ResumedEvent,
  Score,
  StartEvent,
  StepEvent,
  TrainingEvent,
  Watched,
} from '../../runtime/train/index.js';
import { testScoreIn, validationScoreIn } from '../../runtime/train/index.js';

/** The part of process.stdout that is used. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const redrawMilliseconds = 100;
const plainLineMilliseconds = 10_000;
const clearLine = '\r\x1b[2K';

/** Returns a listener of training events that prints them. */
export function createProgress(terminal: Terminal, now = () => performance.now()): (event: TrainingEvent) => void {
  const interactive = terminal.isTTY === true;
  const every = interactive ? redrawMilliseconds : plainLineMilliseconds;
  let drawn = now();
  /** Of the first step. */
  let firstRate: number | undefined;
  let rateChanges = false;
  const line = (text: string) => terminal.write(`${interactive ? clearLine : ''}${escapeTerminal(text)}\n`);
  return (event) => {
    switch (event.event) {
      case 'step':
        firstRate ??= event.learningRate;
        rateChanges ||= event.learningRate !== firstRate;
        if (now() - drawn < every) return;
        drawn = now();
        // One column stays free: a line as wide as the terminal would wrap. Some terminals report no width.
        if (interactive) terminal.write(clearLine + barLine(event, (terminal.columns || 80) - 1, rateChanges));
        else
          line(
            `  step ${formatCount(event.step)} of ${formatCount(event.steps)}: loss ${loss(event.loss)}, ` +
              `${rateChanges ? `lr ${rate(event.learningRate)}, ` : ''}${speed(event.imagesPerSecond)}`,
          );
        return;
      case 'start':
        line(startLine(event));
        if (event.requestedBatch) line(formatClampedBatch(event.requestedBatch, event.batch));
        return;
      case 'resumed':
        line(`${event.reason} Training resumes ${resumePoint(event)} on a new device: ${event.description}.`);
        return;
      case 'epoch':
        drawn = now();
        line(epochLine(event));
        return;
      case 'done':
        line(
          `Test ${named(testScoreIn(event)!)} (loss ${loss(event.testLoss)}) after ` +
            `${plural(event.epochs, 'epoch')} in ${event.seconds.toFixed(1)} s, ${speed(event.imagesPerSecond)}.`,
        );
        return;
      case 'stopped':
        line(
          `Stopped in epoch ${event.epoch} of ${event.epochs}, after ${formatCount(event.step)} of ` +
            `${plural(event.steps, 'step')} and ${event.seconds.toFixed(1)} s. ${lastFigures(event)}`,
        );
        return;
      case 'failed':
        if (interactive) terminal.write(clearLine);
    }
  };
}

/** `Backend: google swiftshader (in software); 2.9 MiB, 1,884 steps.` */
function startLine({ description, bytes, batch, parts, storage, steps }: StartEvent): string {
  const microBatches = parts > 1 ? `${formatBatch(batch, parts)}, ` : '';
  const storedAs = storage ? `${formatStorage(storage)}; ` : '';
  return `Backend: ${description}; ${formatBytes(bytes)}, ${microBatches}${storedAs}${plural(steps, 'step')}.`;
}

function resumePoint({ step }: ResumedEvent): string {
  return step === 0 ? 'from the beginning' : `after step ${formatCount(step)}`;
}

/**
 * `epoch 2/3 60 % · loss 0.083 · 97.9 % right · 2,140 images/s`, with a bar after the epoch where there is room, and
 * before the speed the learning rate where a schedule changes it.
 */
export function barLine(event: StepEvent, columns: number, withRate = false): string {
  const done = event.step / event.steps;
  const epoch = `epoch ${event.epoch}/${event.epochs}`;
  const figures =
    `${percent(done, 0)} · loss ${loss(event.loss)} · ${metric(event)} · ` +
    `${withRate ? `lr ${rate(event.learningRate)} · ` : ''}` +
    speed(event.imagesPerSecond);
  const width = Math.min(30, columns - `${epoch}  ${figures}`.length);
  if (width < 5) return `${epoch} ${figures}`.slice(0, columns);
  const filled = Math.round(done * width);
  return `${epoch} ${'━'.repeat(filled)}${'─'.repeat(width - filled)} ${figures}`;
}

function epochLine(event: EpochEvent): string {
  return (
    `epoch ${event.epoch}/${event.epochs}: loss ${loss(event.loss)}, ${metric(event)}; ` +
    `${watchedText(event)}${speed(event.imagesPerSecond)}`
  );
}

/** Loss and metric on validation and test images; '' where neither was measured. */
function watchedText(event: Watched): string {
  const text = (name: string, score: Score | undefined) =>
    score ? `${name} loss ${loss(score.loss)}, ${metric(score)}; ` : '';
  return text('validation', validationScoreIn(event)) + text('test', testScoreIn(event));
}

function lastFigures(event: { loss?: number } & Watched): string {
  const { validationAccuracy, validationPsnr, testAccuracy, testPsnr } = event;
  const validation = { accuracy: validationAccuracy, psnr: validationPsnr };
  const test = { accuracy: testAccuracy, psnr: testPsnr };
  for (const [name, figures] of [
    ['Validation', validation],
    ['Test', test],
  ] as const) {
    if (figures.accuracy === undefined && figures.psnr === undefined) continue;
    return `${name} ${named(figures, ' after the last complete epoch:')}.`;
  }
  return event.loss === undefined ? 'No step was done.' : `Last loss: ${loss(event.loss)}; no epoch was finished.`;
}

/** `97.9 % right`, of images `PSNR 24.3 dB`. */
function metric({ accuracy, psnr }: Partial<Score>): string {
  return accuracy === undefined ? `PSNR ${decibels(psnr)}` : `${percent(accuracy)} right`;
}

/** `accuracy 97.9 %`, of images `PSNR 24.3 dB`. */
function named({ accuracy, psnr }: Partial<Score>, between = ''): string {
  return accuracy === undefined ? `PSNR${between} ${decibels(psnr)}` : `accuracy${between} ${percent(accuracy)}`;
}

const decibels = (ratio = Number.NaN) => `${ratio.toFixed(1)} dB`;
const percent = (fraction: number, decimals = 1) => `${(100 * fraction).toFixed(decimals)} %`;
const loss = (value: number) => value.toFixed(value < 0.1 ? 4 : 3);
const rate = (value: number) => `${Number(value.toPrecision(3))}`;
/** One digit more below ten, so that a slow training does not read 0. */
const speed = (imagesPerSecond: number) =>
  `${imagesPerSecond < 10 ? imagesPerSecond.toFixed(1) : formatCount(imagesPerSecond)} images/s`;
const plural = (count: number, noun: string) => `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;

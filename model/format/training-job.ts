// Formats a training job for the panel, hovers and the CLI, in the words of a .cnn file.

import type { Schedule } from '../learning-rate.js';
import type { ActivationStorage, Clipping, Loss, TrainingJob } from '../training-job.js';
import { formatCount } from './figures.js';
import { formatCall, formatOptimizer, switchedOn } from './optimizer.js';

/** `sgd(lr=0.05)`, `batch 64`, ... : what everybody wants to know, and of the rest what is not as usual. */
export function formatTerms(job: TrainingJob): string[] {
  const {
    goal,
    loss,
    optimizer,
    schedule,
    clip,
    init,
    freeze,
    validation,
    checkpoint,
    storage,
    memory,
    batch,
    epochs,
    seed,
  } = job;
  const plainLoss = loss.kind === 'cross_entropy' && loss.smoothing === 0;
  return [
    ...(goal === 'input' ? ['target input'] : []),
    ...(plainLoss ? [] : [formatLoss(loss)]),
    formatOptimizer(optimizer),
    ...(schedule.kind === 'constant' ? [] : [formatSchedule(schedule)]),
    ...(clip ? [`clip ${formatClipping(clip)}`] : []),
    ...(init === 'he' ? [] : [init]),
    ...(freeze.length > 0 ? [`${freeze.join(', ')} frozen`] : []),
    ...(validation > 0 ? [`validation ${Number((100 * validation).toPrecision(3))} %`] : []),
    ...(checkpoint ? ['checkpoints'] : []),
    ...(storage === 'f32' ? [] : [`storage ${storage}`]),
    ...(memory === undefined ? [] : [`memory ${formatMemory(memory)}`]),
    `batch ${batch}`,
    `${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`,
    `seed ${seed}`,
  ];
}

/** `batch 256 in 4 parts of 64`, or `batch 64` where there is one part. */
export function formatBatch(batch: number, parts: number): string {
  return parts === 1 ? `batch ${batch}` : `batch ${batch} in ${parts} parts of ${batch / parts}`;
}

/** `Batch 65,536 is more than the 40 training images: each step takes all of them.` */
export function formatClampedBatch(requested: number, images: number): string {
  const [batch, all] = [requested, images].map(formatCount);
  return `Batch ${batch} is more than the ${all} training images: each step takes all of them.`;
}

/** Whether the activations are stored as f16, for a job that asks for it: `activations in f16`. */
export function formatStorage(taken: ActivationStorage): string {
  return taken === 'f16' ? 'activations in f16' : 'activations in f32, for f16 (shader-f16) is not to be had there';
}

/** Bytes as a file would write them, to the byte: `2GiB`, `1536MiB`. */
export function formatMemory(bytes: number): string {
  const units = ['', 'KiB', 'MiB', 'GiB'];
  let [value, unit] = [bytes, 0];
  while (value % 1024 === 0 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1];
  return `${value}${units[unit]}`;
}

function formatLoss(loss: Loss): string {
  return loss.kind === 'cross_entropy' ? formatCall(loss.kind, { smoothing: loss.smoothing }) : loss.kind;
}

function formatSchedule(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'constant':
      return 'constant';
    case 'step':
      return formatCall('step', { every: schedule.every, factor: schedule.factor });
    case 'milestones':
      return formatCall('milestones', { at: `(${schedule.at.join(', ')})`, factor: schedule.factor });
    case 'cosine':
      return formatCall('cosine', switchedOn({ end: schedule.end }));
    case 'warmup': {
      const { epochs, start, next } = schedule;
      return `warmup(epochs=${epochs}, start=${start}, then=${formatSchedule(next)})`;
    }
  }
}

function formatClipping({ kind, limit }: Clipping): string {
  return kind === 'norm' ? `${limit}` : `by_value(${limit})`;
}

// How a job trains, in the settings that are calls of built-ins themselves, `sgd(lr=0.05)`: as plain data.

import {
  type Clipping,
  type Goal,
  isImageGoal,
  type LongSchedule,
  type Loss,
  type Optimizer,
  type Schedule,
} from '../../model/index.js';
import { wrongArgument } from '../diagnostics/arguments.js';
import { lossOfClasses } from '../diagnostics/targets.js';
import type { FileContext } from '../evaluate/file-context.js';
import { readSettings } from '../evaluate/read-settings.js';
import type { Value } from '../evaluate/value.js';
import { rangeOf } from '../syntax/ranges.js';
import type { Range } from '../text/range.js';

export function readOptimizer(value: Value, file: FileContext): Optimizer | undefined {
  if (value.kind !== 'setting') return undefined;
  const values = readSettings(value.call, value.builtin, file);
  const number = (name: string) => values.get(name) as number;
  const common = { learningRate: number('lr'), weightDecay: number('decay') };
  const kind = value.builtin.name as Optimizer['kind'];
  switch (kind) {
    case 'sgd':
      return { kind, ...common, momentum: number('momentum'), nesterov: values.get('nesterov') as boolean };
    case 'adagrad':
      return { kind, ...common, eps: number('eps') };
    case 'rmsprop':
      return { kind, ...common, decay: number('smoothing'), eps: number('eps') };
    case 'adam':
    case 'adamw':
      return { kind, ...common, beta1: number('beta1'), beta2: number('beta2'), eps: number('eps') };
  }
}

/**
 * The loss of a job with this goal. Reports one over classes where the goal is an image; where none is written (`range`
 * is undefined), that takes the squared error.
 */
export function readLossFor(
  goal: Goal | undefined,
  value: Value,
  range: Range | undefined,
  file: FileContext,
): Loss | undefined {
  const loss = readLoss(value, file);
  if (!goal || !isImageGoal(goal) || loss?.kind !== 'cross_entropy') return loss;
  if (range) file.diagnostics.report(lossOfClasses, range, { goal });
  return { kind: 'mse' };
}

function readLoss(value: Value, file: FileContext): Loss | undefined {
  if (value.kind !== 'setting') return undefined;
  const values = readSettings(value.call, value.builtin, file);
  const kind = value.builtin.name as Loss['kind'];
  switch (kind) {
    case 'cross_entropy':
      return { kind, smoothing: values.get('smoothing') as number };
    case 'mse':
    case 'mae':
      return { kind };
  }
}

export function readSchedule(value: Value, file: FileContext): Schedule | undefined {
  if (value.kind !== 'setting') return undefined;
  const values = readSettings(value.call, value.builtin, file);
  const number = (name: string) => values.get(name) as number;
  const kind = value.builtin.name as Schedule['kind'];
  switch (kind) {
    case 'constant':
      return { kind };
    case 'step':
      return { kind, every: number('every'), factor: number('factor') };
    case 'milestones':
      return { kind, at: values.get('at') as readonly number[], factor: number('factor') };
    case 'cosine':
      return { kind, end: number('end') };
    case 'warmup': {
      const next = readAfterWarmup(values.get('then') as Value, file);
      return next && { kind, epochs: number('epochs'), start: number('start'), next };
    }
  }
}

function readAfterWarmup(value: Value, file: FileContext): LongSchedule | undefined {
  if (value.kind !== 'setting') return undefined;
  const schedule = readSchedule(value, file);
  if (schedule?.kind !== 'warmup') return schedule;
  const reason = 'takes what follows the warm-up, and this is another warm-up.';
  file.diagnostics.report(wrongArgument, rangeOf(value.call, file), { parameter: 'then', reason });
  return undefined;
}

export function readClipping(value: Value | undefined, file: FileContext): Clipping | undefined {
  if (value?.kind === 'number') return { kind: 'norm', limit: value.value };
  if (value?.kind !== 'setting') return undefined;
  return { kind: 'value', limit: readSettings(value.call, value.builtin, file).get('limit') as number };
}

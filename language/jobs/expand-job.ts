// From a `train` statement to a training job.

import { type ActivationStorage, goalOf, type Initialisation, type Schedule } from '../../model/index.js';
import type { JobAnalysis } from '../analysis.js';
import { findBuiltin } from '../builtins/builtins.js';
import { noNetworkNamed, scheduleTooLong, unknownNetwork } from '../diagnostics/training.js';
import type { FileContext } from '../evaluate/file-context.js';
import { readSettings } from '../evaluate/read-settings.js';
import type { Value } from '../evaluate/value.js';
import { findNearest } from '../recovery/nearest-name.js';
import { isTextLiteral, isTuple, type Train } from '../syntax/generated/ast.js';
import { asCall } from '../syntax/nodes.js';
import { declarationRange, rangeOf } from '../syntax/ranges.js';
import { imagesOf, readAugmentations, readData } from './job-images.js';
import { readClipping, readLossFor, readOptimizer, readSchedule } from './job-settings.js';

/** `networks` are the names in the file, in order; a `train` without a name means the only one. */
export function expandJob(train: Train, networks: readonly string[], file: FileContext): JobAnalysis {
  const errorsBefore = file.diagnostics.errors;
  const range = rangeOf(train, file);
  const nameRange = declarationRange(train, file, 'train', 'network');
  const network = train.network ?? (networks.length === 1 ? networks[0] : '');
  checkNetwork(train, networks, nameRange, file);
  const rangeOfSetting = (name: string) => {
    const written = train.settings.find((setting) => setting.name === name);
    return written && rangeOf(written.value, file);
  };
  const settings = readSettings(asCall(train), findBuiltin('training')!, file);
  const optimizer = readOptimizer(settings.get('optimizer') as Value, file);
  const schedule = readSchedule(settings.get('schedule') as Value, file);
  if (schedule && file.diagnostics.errors === errorsBefore)
    checkLength(schedule, settings.get('epochs') as number, train, file);
  const clip = readClipping(settings.get('clip') as Value | undefined, file);
  const memory = settings.get('memory') as number | undefined;
  const errorsOfOthers = file.diagnostics.errors;
  const data = readData(settings.get('data') as Value, file);
  const goal = data ? goalOf(data, settings.get('target') as 'data' | 'input') : undefined;
  const loss = readLossFor(goal, settings.get('loss') as Value, rangeOfSetting('loss'), file);
  const steps = settings.get('augment') as Value;
  const augment = readAugmentations(steps, file);
  // Whether they fit the network is asked only where they are what was meant.
  const sound = steps.kind !== 'unknown' && file.diagnostics.errors === errorsOfOthers;
  const images =
    sound && goal ? imagesOf(data, augment, { range: rangeOfSetting('data') ?? nameRange, goal }, file) : undefined;
  const job =
    loss && optimizer && schedule && data && goal && file.diagnostics.errors === errorsBefore
      ? {
          network,
          data,
          augment: augment.map(({ augmentation }) => augmentation),
          goal,
          loss,
          optimizer,
          schedule,
          ...(clip && { clip }),
          init: settings.get('init') as Initialisation,
          freeze: settings.get('freeze') as readonly string[],
          validation: settings.get('validation') as number,
          checkpoint: settings.get('checkpoint') as boolean,
          storage: settings.get('storage') as ActivationStorage,
          ...(memory !== undefined && { memory }),
          batch: settings.get('batch') as number,
          epochs: settings.get('epochs') as number,
          seed: settings.get('seed') as number,
        }
      : undefined;
  return {
    range,
    nameRange,
    network,
    job,
    data: images,
    freeze: frozenIn(train, file),
    batchRange: rangeOfSetting('batch') ?? nameRange,
    memoryRange: rangeOfSetting('memory'),
  };
}

function checkNetwork(
  train: Train,
  networks: readonly string[],
  nameRange: JobAnalysis['nameRange'],
  file: FileContext,
) {
  const { damage, diagnostics } = file;
  if (train.network === undefined) {
    if (networks.length !== 1 && damage.isNone) {
      diagnostics.report(noNetworkNamed, nameRange, { networks: networks.length });
    }
  } else if (!networks.includes(train.network) && !damage.namesUnknown && !damage.declares(train.network)) {
    const near = findNearest(train.network, networks) ?? (networks.length === 1 ? networks[0] : undefined);
    diagnostics.report(unknownNetwork, nameRange, { name: train.network, near });
  }
}

/** Warns of times that come after the last epoch. */
function checkLength(schedule: Schedule, epochs: number, train: Train, file: FileContext): void {
  const written = train.settings.find((setting) => setting.name === 'schedule');
  const exceeding = findExceeding(schedule, epochs);
  if (!written || !exceeding) return;
  file.diagnostics.report(scheduleTooLong, rangeOf(written.value, file), { ...exceeding, epochs });
}

/** The part of a schedule that needs more epochs than a job has; undefined where it fits. */
function findExceeding(
  schedule: Schedule,
  epochs: number,
): { readonly what: 'change' | 'warmup'; readonly needed: number } | undefined {
  switch (schedule.kind) {
    case 'step':
      return schedule.every < epochs ? undefined : { what: 'change', needed: schedule.every };
    case 'milestones': {
      const last = schedule.at[schedule.at.length - 1];
      return last < epochs ? undefined : { what: 'change', needed: last };
    }
    case 'warmup':
      return schedule.epochs < epochs
        ? findExceeding(schedule.next, epochs)
        : { what: 'warmup', needed: schedule.epochs };
    case 'constant':
    case 'cosine':
      return undefined;
  }
}

function frozenIn(train: Train, file: FileContext): JobAnalysis['freeze'] {
  const value = train.settings.find((setting) => setting.name === 'freeze')?.value;
  const items = isTuple(value) ? value.elements : [value];
  return items
    .filter(isTextLiteral)
    .filter(({ value: path }) => path)
    .map((item) => ({ path: item.value, range: rangeOf(item, file) }));
}

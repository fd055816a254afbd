// `cnn train`: trains a network of a file on its data and prints the progress.
import {
  formatAugmentations,
  formatCount,
  formatData,
  formatTerms,
  maxSeed,
  pathOf,
  type TrainingJob,
} from '../../model/index.js';
import { backendNames } from '../../runtime/backends/open-backend.js';
import { tuningModes } from '../../runtime/backends/webgpu/tuning/tuning-mode.js';
import { DataError, type DataSet, loadData } from '../../runtime/data/index.js';
import { clampBatch, stoppedAfter, type TrainingEvent, train } from '../../runtime/train/index.js';
import { run as check } from '../check/check.js';
import { analyseFile } from '../shared/analyse-file.js';
import { oneOf, readArguments, UsageError, wholeNumber } from '../shared/arguments.js';
import { brokenPipe, needReader, printFailure, printJson, printLine } from '../shared/output.js';
import { chooseBackend } from './backend.js';
import { chooseJob } from './choose-job.js';
import { dataFiles } from './data-files.js';
import { createProgress } from './progress.js';
import { superviseTraining } from './supervise.js';
import { joinSupervision, type Supervision } from './supervised.js';
import { terminal } from './terminal.js';

export const usage = `cnn train FILE [options]

  --network NAME   one network of the file; required where several could be trained
  --backend NAME   auto: a graphics processor where there is one, else the CPU (default); webgpu: also on an adapter
                   that computes in software; cpu; reference: plain TypeScript, slow, for checking the others
  --threads N      on the CPU: threads that compute; default: as many as there are cores. Any number gives the same bits
  --reproducible   on the CPU: the same bits on every machine; up to a third slower
  --tune WHEN      whether to measure which GPU kernels are the fastest before training, once for each adapter and
                   shape: always, never, or auto: on graphics processors only (default); takes about a second,
                   on a software adapter ten
  --epochs N       passes over the training images; default: as in the file
  --batch N        images in a step; default: as in the file
  --seed N         the same seed gives the same run; default: as in the file
  --json           one JSON object per line: start, step, epoch, and done, stopped or failed

Ctrl-C stops the training within half a second and prints how far it came; a second one ends it at once.

Exit code: 0 when done, 1 when the file has errors, 2 when the training could not run or failed or the output could not
be written (a full disk), 130 after Ctrl-C, 141 when nothing reads the output any more (cnn train FILE | head).`;

const exitCodes = { done: 0, failed: 2, stopped: 130 } as const;

/** Runs the command in a process of its own, so that Ctrl-C is heard at any time; resolves with its exit code. */
export function run(args: readonly string[]): Promise<number> {
  return superviseTraining(args);
}

/** Runs the command in this process, supervised by another. */
export async function runSupervised(args: readonly string[]): Promise<number> {
  needReader(brokenPipe);
  const supervision = joinSupervision();
  try {
    const code = await trainFile(args, supervision);
    supervision.end(code);
    return code;
  } finally {
    supervision.leave();
  }
}

async function trainFile(args: readonly string[], { signal, report: reportProgress }: Supervision): Promise<number> {
  const options = readOptions(args);
  const { file, json } = options;
  const say = (sentence: string) => void (json || printLine(sentence));
  const show = json ? (event: TrainingEvent) => printJson(event) : createProgress(terminal);
  const report = (event: TrainingEvent) => {
    show(event);
    reportProgress(event);
  };
  const fail = (message: string, code: number): number => {
    if (json) report({ event: 'failed', message });
    printFailure(message);
    return code;
  };

  const source = analyseFile(file);
  if (source.kind === 'unreadable') return fail(source.reason, 2);
  const { analysis } = source;
  const errors = analysis.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    if (!json) return check([file]);
    const { range, message } = errors[0];
    return fail(`${file}:${range.start.line + 1}: ${message} (${errors.length} in total: see cnn check)`, 1);
  }
  const { graph, job: jobInFile, lineOf } = chooseJob(analysis, file, options.network);
  const requested = { ...jobInFile, ...options.changes };
  const choice = await chooseBackend(options.backend, options.tune, {
    say,
    signal,
    ...options.cpu,
  });
  if (choice.kind === 'none') return fail(choice.reason, 2);

  let dataSet: DataSet;
  try {
    if (pathOf(requested.data) !== undefined) say(`Reading ${formatData(requested.data)} ...`);
    dataSet = await loadData(requested.data, dataFiles(file, requested.data), undefined, signal);
  } catch (error) {
    if (signal.aborted) {
      report(stoppedAfter({}, requested.epochs, 0));
      return exitCodes.stopped;
    }
    if (error instanceof DataError) return fail(error.message, 2);
    throw error;
  }
  const clamped = clampBatch(requested, dataSet);
  say(describe(clamped.job, dataSet));
  const result = await train({
    graph,
    ...clamped,
    dataSet,
    backend: choice.backend,
    onEvent: report,
    signal,
  });
  if (result.event === 'failed') {
    const layer = graph.layers.find(({ path }) => path === result.layer);
    const place = layer ? `${file}:${lineOf(layer)}: ` : '';
    printFailure(`${place}${result.message}`);
  }
  return exitCodes[result.event];
}

function readOptions(args: readonly string[]) {
  const { values, positionals } = readArguments(args, {
    network: { type: 'string' },
    backend: { type: 'string', default: 'auto' },
    threads: { type: 'string' },
    reproducible: { type: 'boolean', default: false },
    tune: { type: 'string', default: 'auto' },
    epochs: { type: 'string' },
    batch: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('Name one .cnn file to train.');
  const epochs = wholeNumber('epochs', values.epochs, { max: 1_000_000 });
  const batch = wholeNumber('batch', values.batch, { max: 1_000_000 });
  const seed = wholeNumber('seed', values.seed, { min: 0, max: maxSeed });
  const threads = wholeNumber('threads', values.threads, { max: 1_000 });
  return {
    file,
    network: values.network,
    backend: oneOf('backend', values.backend, backendNames),
    cpu: { threads, reproducible: values.reproducible },
    tune: oneOf('tune', values.tune, tuningModes),
    json: values.json,
    changes: {
      ...(epochs !== undefined && { epochs }),
      ...(batch !== undefined && { batch }),
      ...(seed !== undefined && { seed }),
    },
  };
}

function describe(job: TrainingJob, data: DataSet): string {
  const steps = job.augment.length === 0 ? '' : `, ${formatAugmentations(job.augment)}`;
  const images = `${formatCount(data.train.count)} images${steps}`;
  return `Training ${job.network} on ${data.name} (${images}): ${formatTerms(job).join(', ')}.`;
}

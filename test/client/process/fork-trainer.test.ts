// The real process that trains, from its bundle: it trains, stops, ends with its extension, is killed, resumed.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Uri } from 'vscode';
import { createDataServer } from '../../../client/panels/training/data-server.js';
import {
  type Interrupted,
  type ProcessTraining,
  startProcessTraining,
  type TrainerProcess,
} from '../../../client/panels/training/process-training.js';
import { createForkTrainer } from '../../../client/process/fork-trainer.js';
import { parseFromProcess } from '../../../client/webview/messages/process-messages.js';
import { messageVersion } from '../../../client/webview/messages/version.js';
import type { TrainingJob } from '../../../model/index.js';
import type { TrainingEvent } from '../../../runtime/train/events.js';
import { npy, zip } from '../../runtime/data/write-files.js';
import { bundle } from '../../support/bundle.js';
import { chain, fc } from '../../support/graphs.js';
import { plainTerms } from '../../support/jobs.js';

let module: string;
beforeAll(async () => {
  module = await bundle('dist/trainer.cjs');
  cpSync(digits, join(module, '..', 'digits'), { recursive: true });
});

const digits = fileURLToPath(new URL('../../../runtime/data/digits', import.meta.url));
const graph = chain('Small', [28, 28, 1], [fc(10)]);
const digitsJob: TrainingJob = {
  network: 'Small',
  data: { kind: 'digits' },
  augment: [],
  ...plainTerms,
  optimizer: { kind: 'sgd', learningRate: 0.01, momentum: 0.9, nesterov: false, weightDecay: 0 },
  batch: 8,
  epochs: 10_000,
  seed: 1,
};
const npzJob: TrainingJob = { ...digitsJob, data: { kind: 'npz', path: 'arrays.npz' }, epochs: 1 };

/** 6.3 MB, which come in four chunks. */
const arrays = zip(
  {
    'x_train.npy': npy('|u1', [8_000, 28, 28], new Uint8Array(8_000 * 784).fill(7)),
    'y_train.npy': npy('|u1', [8_000], new Uint8Array(8_000)),
    'x_test.npy': npy('|u1', [10, 28, 28], new Uint8Array(10 * 784)),
    'y_test.npy': npy(
      '|u1',
      [10],
      Uint8Array.from({ length: 10 }, (_, index) => index),
    ),
  },
  { packed: false },
);

const temporaryFolder = () => mkdtempSync(join(tmpdir(), 'trainer-'));

/** A busy machine takes seconds to start a process. */
const patience = 60_000;

interface Running {
  readonly training: ProcessTraining;
  readonly process: TrainerProcess;
  readonly events: TrainingEvent[];
  readonly snapshots: string;
  /** Steps whose snapshots are in the file. */
  readonly stored: readonly number[];
}

interface Changes {
  /** Of an earlier process. */
  readonly snapshots?: string;
  readonly interrupted?: Interrupted;
  /** The process's script. */
  readonly script?: string;
  readonly job?: TrainingJob;
  readonly trusted?: boolean;
}

/** Starts a training in a workspace with one file, `arrays.npz`. */
function start(changes: Changes = {}): Running {
  const { interrupted, script = module, trusted = true } = changes;
  const { snapshots = join(temporaryFolder(), 'a.snapshot'), job = digitsJob } = changes;
  const events: TrainingEvent[] = [];
  const stored: number[] = [];
  let process!: TrainerProcess;
  const training = startProcessTraining({
    start: (listener) => {
      const onMessage = (value: unknown) => {
        const message = parseFromProcess(value);
        if (message?.type === 'stored') stored.push(message.step);
        listener.onMessage(value);
      };
      process = createForkTrainer(script)({ ...listener, onMessage });
      return process;
    },
    request: { graph, job, threads: 1, reproducible: false, snapshots },
    onEvents: (more) => events.push(...more),
    onImages: () => {},
    onRequest: (request) => void server.serve(request),
    interrupted,
  });
  const server = createDataServer('arrays.npz', {
    fs: {
      stat: async () => ({ type: 1, size: arrays.length }),
      readFile: async () => arrays,
      readDirectory: async () => [],
    },
    resolve: (path) => ({ path }) as Uri,
    trusted: () => trusted,
    post: (message) => training.answer(message),
  });
  return { training, process, events, snapshots, stored };
}

const stepsOf = (events: readonly TrainingEvent[]) =>
  events.flatMap((event) => (event.event === 'step' ? [event] : []));
const until = (check: () => void) => vi.waitFor(check, { timeout: patience, interval: 20 });

describe('the process that trains', { timeout: 3 * patience }, () => {
  it('trains until it is stopped', async () => {
    const { training, events } = start();
    await until(() => expect(stepsOf(events).length).toBeGreaterThan(5));
    expect(events[0]).toMatchObject({ event: 'start', network: 'Small', data: 'digits' });
    training.stop();
    await until(() => expect(events.at(-1)).toMatchObject({ event: 'stopped' }));
    expect(stepsOf(events).map(({ step }) => step)).toEqual(stepsOf(events).map((_, index) => index + 1));
    training.dispose();
  });

  it('is killed: a fault with the reason, and another one goes on with the same losses', async () => {
    const first = start();
    await until(() => expect(first.stored.length).toBeGreaterThan(0));
    await until(() => expect(stepsOf(first.events).length).toBeGreaterThan(20));
    first.process.kill();
    await until(() => expect(first.events.at(-1)).toMatchObject({ event: 'failed', reason: 'process-ended' }));
    expect(first.events.at(-1)).toMatchObject({ message: expect.stringContaining('SIGKILL') });
    const reported = stepsOf(first.events);
    const { storedStep } = first.training.interrupted!;
    expect(storedStep).toBeGreaterThanOrEqual(10);

    const second = start({ snapshots: first.snapshots, interrupted: first.training.interrupted });
    await until(() => expect(stepsOf(second.events).length).toBeGreaterThan(10));
    second.training.dispose();
    expect(second.events[0]).toMatchObject({ event: 'resumed', reason: expect.stringContaining('SIGKILL') });
    const resumedAt = second.events[0].event === 'resumed' ? second.events[0].step : 0;
    expect(resumedAt).toBeGreaterThanOrEqual(storedStep);
    const more = stepsOf(second.events);
    expect(more[0].step).toBe(reported.at(-1)!.step + 1);

    const whole = start();
    await until(() => expect(stepsOf(whole.events).length).toBeGreaterThan(more.at(-1)!.step));
    whole.training.dispose();
    const losses = (events: readonly TrainingEvent[]) => stepsOf(events).map(({ loss }) => loss);
    const all = [...losses(first.events), ...losses(second.events)];
    expect(all).toEqual(losses(whole.events).slice(0, all.length));
  });

  it("trains on a job's own files, which the extension sends in chunks", async () => {
    const { events } = start({ job: npzJob });
    await until(() => expect(events.at(-1)).toMatchObject({ event: 'done' }));
    expect(events[0]).toMatchObject({ event: 'start', data: 'npz("arrays.npz")' });
    expect(stepsOf(events)).toHaveLength(1_000);
  });

  it('reads no files where the workspace is not trusted', async () => {
    const { events } = start({ job: npzJob, trusted: false });
    await until(() => expect(events).toHaveLength(1));
    expect(events[0]).toMatchObject({ event: 'failed', message: expect.stringContaining('not trusted') });
  });

  it('that cannot be started is a fault with the reason', async () => {
    const { events } = start({ script: join(temporaryFolder(), 'no-such-file.cjs') });
    await until(() => expect(events).toHaveLength(1));
    expect(events[0]).toMatchObject({ event: 'failed', reason: 'process-ended' });
    expect(events[0]).toMatchObject({ message: expect.stringContaining('Cannot find module') });
  });

  it('ends when the extension is gone', async () => {
    const child = fork(module, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const snapshots = join(temporaryFolder(), 'a.snapshot');
    child.send({
      type: 'start',
      version: messageVersion,
      graph,
      job: digitsJob,
      threads: 1,
      reproducible: false,
      snapshots,
    });
    await once(child, 'message');
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('ignores what is no message', async () => {
    const child = fork(module, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    child.send({ type: 'start', version: messageVersion - 1 });
    const [text] = await once(child.stderr!, 'data');
    expect(String(text)).toContain('ignored a message');
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});

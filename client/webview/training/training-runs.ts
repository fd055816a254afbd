// Runs a page's trainings, one after another, each in a worker. A worker whose training ended without a failure is
// reused, with its device and compiled pipelines. Workers start from a blob: a webview's scripts have another origin.
import type { LastAdapter } from '../../../runtime/backends/webgpu/tuning/last-adapter.js';
import type { TuningCache } from '../../../runtime/backends/webgpu/tuning/tuning-cache.js';
import {
  isLast,
  type Progress,
  parseTrainingEvent,
  stoppedAfter,
  type TrainingEvent,
} from '../../../runtime/train/events.js';
import type { HostFiles } from '../../trainer/host-files.js';
import { messageVersion } from '../messages/version.js';
import type { FromWorker, ToWorker, TrainingRequest } from '../messages/worker-messages.js';

/** Addresses of the extension's files, and access to the job's. */
export interface Resources {
  /** The worker's script. */
  readonly worker: string;
  /** The folder of the data sets' files, with a slash at its end. */
  readonly files: string;
  /** The job's own files. */
  readonly host: Pick<HostFiles, 'read' | 'list'>;
}

export interface TrainingListener {
  onEvent(event: TrainingEvent): void;
  /** The training uses this adapter. */
  onAdapter(adapter: LastAdapter): void;
  /** Kernels are measured before the first step. */
  onMeasuring(): void;
  /** All current choices by shape for the adapter of this identity. */
  onMeasured(adapter: string, choices: TuningCache[string]): void;
  onNoWebGpu(reason: string, advice: string): void;
  /** Images read so far. */
  onImages(done: number, of: number): void;
}

export interface TrainingRun {
  /** Ends the training within half a second: its worker is terminated where that does not answer in time. */
  stop(): void;
  /** Ends at once, without further events. */
  dispose(): void;
}

export interface TrainingRuns {
  /**
   * Starts training. The listener receives exactly one end, a last event or `onNoWebGpu`. One training at a
   * time: the previous one has ended or is disposed of.
   */
  start(request: TrainingRequest, listener: TrainingListener): TrainingRun;
}

/** Milliseconds that a worker has for ending by itself: a stop is to be heard within 500. */
const patience = 400;

export function createTrainingRuns(resources: Resources): TrainingRuns {
  /** A worker that may be reused. */
  let idle: Worker | undefined;
  return {
    start(request, listener) {
      const taken = idle;
      idle = undefined;
      const worker = taken ? Promise.resolve(taken) : startWorker(resources.worker);
      const release = (released: Worker) => {
        idle = released;
      };
      return startTraining(resources, { worker, release }, request, listener);
    },
  };
}

interface BorrowedWorker {
  readonly worker: Promise<Worker>;
  /** Receives the worker where it may be reused. */
  readonly release: (worker: Worker) => void;
}

function startTraining(
  resources: Resources,
  { worker: ready, release }: BorrowedWorker,
  request: TrainingRequest,
  listener: TrainingListener,
): TrainingRun {
  let worker: Worker | undefined;
  let ended = false;
  let seen: Progress = {};
  const started = performance.now();
  const listening = new AbortController();

  /** @param isReusable false after a failure, which may leave the worker in any state */
  const end = (notify?: () => void, isReusable = false) => {
    if (ended) return;
    ended = true;
    listening.abort();
    if (worker && isReusable) release(worker);
    else worker?.terminate();
    notify?.();
  };
  const fail = (message: string) => end(() => listener.onEvent({ event: 'failed', message }));

  /** The last event of a training whose worker is terminated. */
  const describeTermination = (): TrainingEvent =>
    stoppedAfter(seen, request.job.epochs, (performance.now() - started) / 1000);

  const receiveEvent = (untrusted: unknown) => {
    if (ended) return;
    const event = parseTrainingEvent(untrusted);
    if (!event) return console.warn('Ignored a malformed training event:', untrusted);
    seen = { ...seen, [event.event]: event };
    if (isLast(event)) end(() => listener.onEvent(event), event.event !== 'failed');
    else listener.onEvent(event);
  };

  const receive = ({ data }: MessageEvent<FromWorker>) => {
    if (ended) return;
    switch (data.type) {
      case 'events':
        for (const event of data.events) receiveEvent(event);
        return;
      case 'no-webgpu':
        return end(() => listener.onNoWebGpu(data.reason, data.advice));
      case 'images':
        return listener.onImages(data.done, data.of);
      case 'adapter':
        return listener.onAdapter(data.adapter);
      case 'measuring':
        return listener.onMeasuring();
      case 'measured':
        return listener.onMeasured(data.adapter, data.choices);
      case 'ask': {
        const { id, path, most } = data;
        const answer = most === undefined ? resources.host.list(path) : resources.host.read(path, most);
        void answer.then((answer) =>
          post({ type: 'answer', id, answer }, answer.kind === 'bytes' ? [answer.bytes.buffer as ArrayBuffer] : []),
        );
        return;
      }
      case 'read':
        readFile(resources.files, data.name).then(
          (bytes) => post({ type: 'file', name: data.name, bytes }, [bytes.buffer]),
          (error: unknown) => post({ type: 'no-file', name: data.name, message: describeError(error) }),
        );
    }
  };
  const post = (message: ToWorker, transfer: Transferable[] = []) => worker?.postMessage(message, transfer);

  ready.then(
    (started) => {
      if (ended) return started.terminate();
      worker = started;
      worker.addEventListener('message', receive, listening);
      worker.addEventListener('error', (event) => fail(`The training's worker failed: ${event.message}`), listening);
      post({ type: 'start', version: messageVersion, request });
    },
    (error: unknown) => fail(`The training's worker could not be started: ${describeError(error)}`),
  );

  return {
    stop() {
      post({ type: 'stop' });
      setTimeout(() => end(() => listener.onEvent(describeTermination())), worker ? patience : 0);
    },
    dispose: () => end(),
  };
}

async function startWorker(url: string): Promise<Worker> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`its script answered with status ${response.status}`);
  const blob = URL.createObjectURL(new Blob([await response.text()], { type: 'text/javascript' }));
  try {
    return new Worker(blob, { name: 'training' });
  } finally {
    // Later, since Chromium reads the blob after the constructor has returned.
    setTimeout(() => URL.revokeObjectURL(blob), 10_000);
  }
}

/** Fetches a built-in data set's file. Rejects for a name that leads out of the folder, and for a missing file. */
async function readFile(folder: string, name: string): Promise<Uint8Array<ArrayBuffer>> {
  if (!/^[\w-]+(?:\/[\w-]+(?:\.[\w-]+)*)*$/.test(name))
    throw new Error(`${name} is not the name of a data set's file.`);
  const response = await fetch(folder + name);
  if (!response.ok) throw new Error(`The data set's file ${name} could not be read (status ${response.status}).`);
  return new Uint8Array(await response.arrayBuffer());
}

function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

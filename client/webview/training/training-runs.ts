// The trainings of a page, one after the other, each in a worker from start to end. A worker that brought its
// training to an end keeps its device and all that it compiled there for the next one. It is started from a blob,
// because a webview's own scripts come from another origin than the page and a worker must not.

import type { SeenAdapter } from '../../../runtime/backends/webgpu/tuning/last-adapter.js';
import type { Remembered } from '../../../runtime/backends/webgpu/tuning/tuning-cache.js';
import {
  type EpochEvent,
  isLast,
  parseTrainingEvent,
  type StepEvent,
  type TrainingEvent,
  watched,
} from '../../../runtime/train/events.js';
import { messageVersion } from '../messages/version.js';
import type { FromWorker, ToWorker, TrainingRequest } from '../messages/worker-messages.js';
import type { HostFiles } from './host-files.js';

/** Where the page gets its files. */
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
  /** It was given this adapter. */
  onAdapter(adapter: SeenAdapter): void;
  /** It measures kernels before it begins. */
  onMeasuring(): void;
  /** All choices by shape that hold now for the adapter of this identity. */
  onMeasured(adapter: string, choices: Remembered[string]): void;
  onNoWebGpu(reason: string, advice: string): void;
  /** So many of the data's images are read. */
  onImages(done: number, of: number): void;
}

export interface TrainingRun {
  /** Asks for an end after the steps that are under way; when they take longer than three seconds they are cut off. */
  stop(): void;
  /** Ends at once and tells nothing more. */
  dispose(): void;
}

export interface TrainingRuns {
  /**
   * Starts training; the listener hears of its end exactly once, by an event that ends it or `onNoWebGpu`. One training
   * at a time: the one before has ended or is disposed of.
   */
  start(request: TrainingRequest, listener: TrainingListener): TrainingRun;
}

export function createTrainingRuns(resources: Resources): TrainingRuns {
  /** The worker of a training that came to its end, until another takes it. */
  let idle: Worker | undefined;
  return {
    start(request, listener) {
      const taken = idle;
      idle = undefined;
      const worker = taken ? Promise.resolve(taken) : startWorker(resources.worker);
      return startTraining(resources, worker, request, listener, (left) => {
        idle = left;
      });
    },
  };
}

/** @param leave is given the worker when the training has ended as it should */
function startTraining(
  resources: Resources,
  ready: Promise<Worker>,
  request: TrainingRequest,
  listener: TrainingListener,
  leave: (worker: Worker) => void,
): TrainingRun {
  let worker: Worker | undefined;
  let ended = false;
  let lastStep: StepEvent | undefined;
  let lastEpoch: EpochEvent | undefined;
  const started = performance.now();
  const listening = new AbortController();

  /** @param sound whether the worker may train again: after a fault nobody knows what it left behind */
  const end = (tell?: () => void, sound = false) => {
    if (ended) return;
    ended = true;
    listening.abort();
    if (worker && sound) leave(worker);
    else worker?.terminate();
    tell?.();
  };
  const fail = (message: string) => end(() => listener.onEvent({ event: 'failed', message }));

  /** What is told of a training whose steps did not come to an end by themselves. */
  const cutOff = (): TrainingEvent => {
    const { step = 0, steps = 0, epoch = 1, loss, accuracy } = lastStep ?? {};
    const seconds = (performance.now() - started) / 1000;
    const { epochs } = request.job;
    return {
      event: 'stopped',
      step,
      steps,
      epoch,
      epochs,
      seconds,
      loss,
      accuracy,
      ...(lastEpoch && watched(lastEpoch)),
    };
  };

  const hear = ({ data }: MessageEvent<FromWorker>) => {
    if (ended) return;
    switch (data.type) {
      case 'event': {
        const event = parseTrainingEvent(data.event);
        if (!event) return console.warn('Ignored an event that is none:', data.event);
        if (event.event === 'step') lastStep = event;
        if (event.event === 'epoch') lastEpoch = event;
        if (isLast(event)) end(() => listener.onEvent(event), event.event !== 'failed');
        else listener.onEvent(event);
        return;
      }
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
          (error: unknown) => post({ type: 'no-file', name: data.name, message: messageOf(error) }),
        );
    }
  };
  const post = (message: ToWorker, transfer: Transferable[] = []) => worker?.postMessage(message, transfer);

  ready.then(
    (made) => {
      if (ended) return made.terminate();
      worker = made;
      worker.addEventListener('message', hear, listening);
      worker.addEventListener('error', (event) => fail(`The training's worker broke: ${event.message}`), listening);
      post({ type: 'start', version: messageVersion, request });
    },
    (error: unknown) => fail(`The training's worker could not be started: ${messageOf(error)}`),
  );

  return {
    stop() {
      post({ type: 'stop' });
      setTimeout(() => end(() => listener.onEvent(cutOff())), worker ? 3_000 : 0);
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
    // The worker has its script from here on; a later tick, since Chromium reads the blob only then.
    setTimeout(() => URL.revokeObjectURL(blob), 10_000);
  }
}

/** Reads a data set's file. Rejects when the name leads out of its folder or there is no such file. */
async function readFile(folder: string, name: string): Promise<Uint8Array<ArrayBuffer>> {
  if (!/^[\w-]+(?:\/[\w-]+(?:\.[\w-]+)*)*$/.test(name)) throw new Error(`${name} is no name of a data set's file.`);
  const response = await fetch(folder + name);
  if (!response.ok) throw new Error(`The data set's file ${name} could not be read (status ${response.status}).`);
  return new Uint8Array(await response.arrayBuffer());
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

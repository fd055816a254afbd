// A training in a process of the extension: its events, its stop, and its end, whether it was asked for or not. A
// process that ends by itself is a fault, as a lost device is, and another one resumes the training.
import { FaultError } from '../../../runtime/faults/index.js';
import {
  type EpochEvent,
  isLast,
  type Progress,
  type StepEvent,
  stoppedAfter,
  type TrainingEvent,
} from '../../../runtime/train/events.js';
import type { FileMessage, FileRequest } from '../../webview/messages/file-messages.js';
import { type ProcessStart, parseFromProcess, type ToProcess } from '../../webview/messages/process-messages.js';
import { messageVersion } from '../../webview/messages/version.js';

export interface ProcessEnd {
  /** For people: `SIGKILL`, `exit code 1`, or why it could not be started. */
  readonly how: string;
  /** The last lines that it wrote to its standard error. */
  readonly output: string;
}

export interface TrainerProcess {
  send(message: ToProcess): void;
  /** Ends it at once. */
  kill(): void;
}

/** Starts a process, which may fail: it then ends. `onEnd` is called once and last. */
export type StartProcess = (listener: {
  onMessage(value: unknown): void;
  onEnd(end: ProcessEnd): void;
}) => TrainerProcess;

export interface ProcessTrainingOptions {
  readonly start: StartProcess;
  readonly request: Pick<ProcessStart, 'graph' | 'job' | 'threads' | 'reproducible' | 'snapshots'>;
  /** Exactly one of them is a last event, unless the training is disposed of. */
  readonly onEvents: (events: readonly TrainingEvent[]) => void;
  /** Images read so far. */
  readonly onImages: (done: number, of: number) => void;
  /** The process asks for a file of the job's data: to be answered by `answer`. */
  readonly onRequest: (request: FileRequest) => void;
  /** Absent: the training begins. */
  readonly interrupted?: Interrupted;
}

/** What a training leaves that was stopped or lost its process: another process can resume it. */
export interface Interrupted {
  readonly reason: string;
  readonly step?: StepEvent;
  readonly epoch?: EpochEvent;
  readonly seconds: number;
  /** The last step whose snapshot is in the file; 0: none is. */
  readonly storedStep: number;
}

export interface ProcessTraining {
  /** Ends the training within half a second: its process is killed where it does not answer in time. */
  stop(): void;
  answer(message: FileMessage): void;
  /** Once the training has ended before its last epoch. */
  readonly interrupted: Interrupted | undefined;
  /** Ends at once, without further events. */
  dispose(): void;
}

/** Milliseconds for a stop's last event: a stop is to be heard within 500; and for storing a snapshot after that. */
const [patience, patienceToExit] = [400, 10_000];

const stopReason = 'The training was stopped.';

export function startProcessTraining(options: ProcessTrainingOptions): ProcessTraining {
  const { start, request, onEvents, onImages, onRequest, interrupted: before } = options;
  const started = performance.now();
  let seen: Progress = { step: before?.step, epoch: before?.epoch };
  let storedStep = before?.storedStep ?? 0;
  let interrupted: Interrupted | undefined;
  let hasEnded = false;
  let isDisposed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const seconds = () => (before?.seconds ?? 0) + (performance.now() - started) / 1000;
  const killAfter = (milliseconds: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => trainer.kill(), milliseconds);
  };
  /** @param reason why it is to be resumed, where it may be */
  const finish = (event: TrainingEvent, reason?: string) => {
    hasEnded = true;
    const { step, epoch } = seen;
    if (reason !== undefined) interrupted = { reason, step, epoch, seconds: seconds(), storedStep };
    onEvents([event]);
  };

  const take = (events: readonly TrainingEvent[]) => {
    const last = events.find(isLast);
    for (const event of events) seen = { ...seen, [event.event]: event };
    const others = events.filter((event) => !isLast(event));
    if (others.length > 0) onEvents(others);
    if (!last) return;
    finish(last, last.event === 'stopped' ? stopReason : undefined);
    killAfter(patienceToExit);
  };

  const trainer = start({
    onMessage(value) {
      const message = parseFromProcess(value);
      if (!message) return console.warn('Ignored a message of the training process that is not known.');
      if (isDisposed) return;
      // A snapshot may be stored after the last event.
      if (message.type === 'stored') {
        storedStep = message.step;
        if (interrupted) interrupted = { ...interrupted, storedStep };
      } else if (hasEnded) return;
      else if (message.type === 'events') take(message.events);
      else if (message.type === 'images') onImages(message.done, message.of);
      else onRequest(message);
    },
    onEnd(end) {
      clearTimeout(timer);
      if (hasEnded || isDisposed) return;
      const fault = new FaultError({ kind: 'process-ended', ...end, step: storedStep });
      const reason = `The process of the training ended (${end.how}).`;
      finish({ event: 'failed', message: fault.message, reason: fault.fault.kind }, reason);
    },
  });
  const resumption = before && {
    reason: before.reason,
    step: before.step,
    epoch: before.epoch,
    seconds: before.seconds,
  };
  trainer.send({ type: 'start', version: messageVersion, ...request, resumption });

  return {
    stop() {
      if (hasEnded || isDisposed) return;
      trainer.send({ type: 'stop' });
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (hasEnded || isDisposed) return;
        finish(stoppedAfter(seen, request.job.epochs, seconds()), stopReason);
        trainer.kill();
      }, patience);
    },
    answer: (message) => trainer.send(message),
    get interrupted() {
      return interrupted;
    },
    dispose() {
      isDisposed = true;
      clearTimeout(timer);
      trainer.kill();
    },
  };
}

// The trainings of a panel in the extension's process, one at a time, with what outlives a process: its events, for a
// page that is loaded again, and its snapshot, for another process.
import { Uri, workspace } from 'vscode';
import type { Graph, TrainingJob } from '../../../model/index.js';
import type { FileMessage } from '../../webview/messages/file-messages.js';
import type { ProcessReport, RunningTraining } from '../../webview/messages/messages.js';
import type { createDataServer } from './data-server.js';
import { createEventLog, type EventLog } from './event-log.js';
import { type ProcessTraining, type StartProcess, startProcessTraining } from './process-training.js';

export interface ProcessJob {
  readonly graph: Graph;
  readonly job: TrainingJob;
  /** 0: all cores but one. */
  readonly threads: number;
  readonly reproducible: boolean;
  /** Reads the job's files. */
  readonly createDataServer: (post: (message: FileMessage) => void) => ReturnType<typeof createDataServer>;
}

interface Current {
  readonly run: number;
  readonly log: EventLog;
  readonly training: ProcessTraining;
  readonly snapshots: Uri;
}

export interface ProcessTrainingsOptions {
  readonly start: StartProcess;
  /** Where snapshots are stored; the process makes it. */
  readonly folder: Uri;
  readonly report: (report: ProcessReport) => void;
}

export class ProcessTrainings {
  #current: Current | undefined;

  constructor(private readonly options: ProcessTrainingsOptions) {}

  /** What a page has missed that is loaded again, of a training of its job. */
  get running(): RunningTraining | undefined {
    return this.#current && { run: this.#current.run, events: this.#current.log.events };
  }

  /** @param resume goes on with the training before, where that can be */
  start(run: number, { createDataServer, ...request }: ProcessJob, resume: boolean): void {
    const { start, folder, report } = this.options;
    const before = resume ? this.#current : undefined;
    const interrupted = before?.training.interrupted;
    if (!before) this.dispose();
    const snapshots = before?.snapshots ?? Uri.joinPath(folder, `${crypto.randomUUID()}.snapshot`);
    const log = before?.log ?? createEventLog();
    const training: ProcessTraining = startProcessTraining({
      start,
      request: { ...request, snapshots: snapshots.fsPath },
      interrupted,
      onEvents(events) {
        for (const event of events) log.add(event);
        report({ type: 'process-events', run, events });
      },
      onImages: (done, of) => report({ type: 'process-images', run, done, of }),
      onRequest: (message) => void server.serve(message),
    });
    const server = createDataServer((message) => training.answer(message));
    before?.training.dispose();
    this.#current = { run, log, training, snapshots };
  }

  stop(run: number): void {
    if (this.#current?.run === run) this.#current.training.stop();
  }

  /** Ends it at once. */
  end(run: number): void {
    if (this.#current?.run === run) this.dispose();
  }

  /** Ends the training at once and forgets it. */
  dispose(): void {
    if (!this.#current) return;
    const { training, snapshots } = this.#current;
    this.#current = undefined;
    training.dispose();
    for (const file of [snapshots, snapshots.with({ path: `${snapshots.path}.new` })]) {
      // Not there before the first snapshot.
      workspace.fs.delete(file).then(undefined, () => {});
    }
  }
}

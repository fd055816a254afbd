// Trainings in the extension's process, as the page sees them: it asks the extension to start and to stop them.
import { isLast } from '../../../runtime/train/events.js';
import type { PageMessage, ProcessReport, RunningTraining } from '../messages/messages.js';
import type { TrainingListener, TrainingRun } from './training-runs.js';

type ProcessListener = Pick<TrainingListener, 'onEvent' | 'onImages'>;

export interface ProcessRuns {
  /**
   * Starts training the job that the extension sent last; the listener receives exactly one last event. One training
   * at a time: the previous one has ended or is disposed of.
   * @param resume goes on where the previous one ended, which the job must be the same for
   */
  start(listener: ProcessListener, resume: boolean): TrainingRun;
  /** Shows the listener all events of a training that an earlier page started, and those to come. */
  attach(running: RunningTraining, listener: ProcessListener): TrainingRun;
  /** Takes a report of the extension; one of another training is ignored. */
  receive(report: ProcessReport): void;
}

export function createProcessRuns(post: (message: PageMessage) => void): ProcessRuns {
  let lastRun = 0;
  let current: { readonly run: number; readonly listener: ProcessListener } | undefined;

  const follow = (run: number, listener: ProcessListener): TrainingRun => {
    lastRun = run;
    current = { run, listener };
    return {
      stop: () => post({ type: 'process-stop', run }),
      dispose() {
        if (current?.run !== run) return;
        current = undefined;
        post({ type: 'process-end', run });
      },
    };
  };
  const takeEvents = (events: RunningTraining['events']) => {
    for (const event of events) {
      const listener = current?.listener;
      if (isLast(event)) current = undefined;
      listener?.onEvent(event);
    }
  };
  return {
    start(listener, resume) {
      const training = follow(lastRun + 1, listener);
      post({ type: 'process-start', run: lastRun, resume });
      return training;
    },
    attach({ run, events }, listener) {
      const training = follow(run, listener);
      takeEvents(events);
      return training;
    },
    receive(report) {
      if (report.run !== current?.run) return;
      if (report.type === 'process-images') current.listener.onImages(report.done, report.of);
      else takeEvents(report.events);
    },
  };
}

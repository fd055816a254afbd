// `cnn train` as two processes: one trains, and this one waits for Ctrl-C, so that a stop is heard whatever the other
// computes. A training that does not end by itself soon after a stop is killed.
import { fork } from 'node:child_process';
import type { EpochEvent, Progress, StartEvent, StepEvent } from '../../runtime/train/index.js';
import { stoppedAfter } from '../../runtime/train/index.js';
import { printFailure, printJson } from '../shared/output.js';
import { createProgress } from './progress.js';
import { terminal } from './terminal.js';

/** The command of the process that trains. */
export const trainingCommand = 'train-process';

/** From the process that trains: how far it is, at intervals, and at its end its exit code. */
export type FromTraining = { readonly event: StartEvent | StepEvent | EpochEvent } | { readonly ended: number };

export const stopMessage = 'stop';
const stoppedCode = 130;
/** Milliseconds from a stop to the kill: a stop is to be heard within 500. */
const patience = 350;
/** Milliseconds that a process whose training has ended may take to exit. */
const patienceToExit = 2_000;

/** Runs the training with these arguments; resolves with its exit code. */
export function superviseTraining(args: readonly string[]): Promise<number> {
  const child = fork(process.argv[1], [trainingCommand, ...args], { stdio: 'inherit' });
  const started = performance.now();
  let seen: Progress = {};
  let ended: number | undefined;
  let stopping = false;

  const kill = () => void child.kill('SIGKILL');
  const stop = () => {
    if (stopping || ended !== undefined) return kill();
    stopping = true;
    // The process may be gone already.
    child.send(stopMessage, () => {});
    setTimeout(() => child.exitCode === null && kill(), patience).unref();
  };
  child.on('message', (message: FromTraining) => {
    if ('event' in message) seen = { ...seen, [message.event.event]: message.event };
    else {
      ended = message.ended;
      setTimeout(kill, patienceToExit).unref();
    }
  });
  process.on('SIGINT', stop);
  for (const [signal, code] of [
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => process.exit(code));
  }
  process.on('exit', kill);

  return new Promise((resolve) => {
    child.on('error', ({ message }) => {
      printFailure(`The training could not be started: ${message}.`);
      resolve(2);
    });
    child.on('exit', (code, signal) => {
      if (ended !== undefined || code !== null) return resolve(ended ?? code ?? 2);
      if (stopping) {
        const event = stoppedAfter(seen, 1, (performance.now() - started) / 1000);
        if (args.includes('--json')) printJson(event);
        else createProgress(terminal)(event);
        return resolve(stoppedCode);
      }
      printFailure(`The training was ended by ${signal}; where memory is short, the system does that.`);
      resolve(2);
    });
  });
}

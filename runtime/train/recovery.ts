// Training that outlives its device: when that is lost, a new one is asked for and takes up what was kept last.
import type { Executor } from '../backends/backend.js';
import { FaultError, sentenceOf } from '../faults/index.js';
import { describeStop, type Run, runEpochs } from './epochs.js';
import type { EpochEvent, StepEvent, TrainingResult } from './events.js';
import { originOf } from './find-nan-origin.js';
import { createKeeping, goBack, type Keeping, type Kept } from './snapshots.js';
import { Stopped, untilStopped } from './stopping.js';
import { readTrained, type TrainedTensor } from './trained-tensors.js';

/** Losses in a row, with nothing kept in between, after which another device would most likely be lost as well. */
const mostLosses = 3;

/** Where a training goes on that ended with its process: another process resumes it from a stored snapshot. */
export interface Resumption {
  /** For people: why the training was interrupted. */
  readonly reason: string;
  /** Of the same job on the same backend; absent: from the beginning. */
  readonly snapshot?: Kept;
  /** The last step and the last epoch that were reported: up to there nothing is reported again. */
  readonly step?: StepEvent;
  readonly epoch?: EpochEvent;
  /** How long the training took until then. */
  readonly seconds: number;
}

interface Interruption {
  readonly reason: string;
  /** The last one that need not be done again. */
  readonly step: number;
}

interface Recovery {
  readonly run: Omit<Run, 'executor' | 'keeping'>;
  readonly create: () => Promise<Executor>;
  /** An executor on a new device; absent where a lost device is the end. */
  readonly renew: (() => Promise<Executor>) | undefined;
  /** Steps between two that are kept; see `createKeeping`. */
  readonly keepEvery: number | undefined;
  readonly onKept: ((kept: Kept) => void) | undefined;
  /** Where the training goes on; absent: at its beginning. */
  readonly resumption: Resumption | undefined;
  readonly onTrained: ((tensors: readonly TrainedTensor[]) => void) | undefined;
}

/** Runs a training and gives its last event (not yet told). Rejects with what it cannot recover from. */
export async function runWithRecovery(recovery: Recovery): Promise<TrainingResult> {
  const { run, create, renew, keepEvery, onKept, resumption, onTrained } = recovery;
  const { job, onEvent, signal } = run;
  const { batch } = job;
  let executor: Executor | undefined;
  let keeping: Keeping | undefined;
  let lost: (Interruption & { readonly times: number }) | undefined;
  try {
    for (;;) {
      try {
        const opened = lost && renew ? renew() : create();
        executor = await untilStopped(opened, signal, (late) => late.dispose());
        const last: Kept | undefined = keeping ? keeping.last : resumption?.snapshot;
        keeping = createKeeping(executor, { last, every: keepEvery, onKept });
        goBack(executor, last, job.seed);
        tellBeginning(executor, lost ?? (resumption && { reason: resumption.reason, step: last?.step ?? 0 }));
        const result = await runEpochs({ ...run, executor, keeping });
        if (onTrained) onTrained(await readTrained(executor));
        return result;
      } catch (error) {
        if (error instanceof Stopped) return describeStop(run);
        if (!(error instanceof FaultError)) throw error;
        const { fault } = error;
        if (fault.kind === 'not-finite' && executor && keeping) {
          throw await explained(fault, executor, keeping);
        }
        if (fault.kind === 'no-device' && lost) {
          throw new FaultError({ kind: 'given-up', ...lost, batch, reason: `${lost.reason} ${fault.reason}` });
        }
        if (fault.kind !== 'device-lost' || !renew) throw error;
        const step = (keeping ? keeping.last : resumption?.snapshot)?.step ?? 0;
        const reason = sentenceOf(fault);
        lost = { reason, step, times: lost?.step === step ? lost.times + 1 : 1 };
        if (lost.times === mostLosses) throw new FaultError({ kind: 'given-up', ...lost, batch });
        executor?.dispose();
        executor = undefined;
      }
    }
  } finally {
    executor?.dispose();
  }

  function tellBeginning(
    { backend, description, allocatedBytes: bytes, program }: Executor,
    after: Interruption | undefined,
  ): void {
    const { network, epochs, seed } = job;
    const { steps } = run.course;
    const data = run.dataSet.name;
    const asked = job.storage === 'f16' ? { storage: program.storage } : {};
    if (after)
      onEvent({ event: 'resumed', step: after.step, steps, reason: after.reason, description, bytes, ...asked });
    else {
      const { parts } = program;
      onEvent({
        event: 'start',
        network,
        data,
        backend,
        description,
        bytes,
        batch,
        ...(run.requestedBatch && { requestedBatch: run.requestedBatch }),
        parts,
        ...asked,
        steps,
        epochs,
        seed,
      });
    }
  }

  /** The same fault with where it began, if that is found. */
  async function explained(
    fault: Extract<FaultError['fault'], { kind: 'not-finite' }>,
    on: Executor,
    { last: kept }: Keeping,
  ): Promise<FaultError> {
    const { course, dataSet, preparation } = run;
    try {
      const search = { executor: on, course, dataSet, preparation, seed: job.seed, kept, upTo: fault.done, signal };
      return new FaultError({ ...fault, origin: await untilStopped(originOf(search), signal) });
    } catch {
      // The training was stopped or the device lost meanwhile, or the host has no memory for it.
      return new FaultError(fault);
    }
  }
}

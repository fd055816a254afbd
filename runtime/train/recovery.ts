// Training that survives the loss of its device: opens a new device and continues from the last snapshot. Gives up
// after three losses without a snapshot in between, and traces NaN or infinity to the tensor where it began.
import type { Executor } from '../backends/backend.js';
import { FaultError, sentenceOf } from '../faults/index.js';
import { describeStop, type Run, runEpochs } from './epochs.js';
import type { EpochEvent, StepEvent, TrainingResult } from './events.js';
import { findNanOrigin } from './find-nan-origin.js';
import { createSnapshots, restore, type Snapshot, type Snapshots } from './snapshots.js';
import { Stopped, untilStopped } from './stopping.js';
import { readTrained, type TrainedTensor } from './trained-tensors.js';

/** Lost devices in a row, without a snapshot in between, after which the next would most likely be lost as well. */
const mostLosses = 3;

/** How a training continues that ended with its process: another process resumes it from a stored snapshot. */
export interface Resumption {
  /** For people: why the training was interrupted. */
  readonly reason: string;
  /** Of the same job on the same backend; absent: from the beginning. */
  readonly snapshot?: Snapshot;
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
  readonly run: Omit<Run, 'executor' | 'snapshots'>;
  readonly create: () => Promise<Executor>;
  /** An executor on a new device; absent where a lost device is the end. */
  readonly recreate: (() => Promise<Executor>) | undefined;
  /** Steps between two snapshots; see `createSnapshots`. */
  readonly snapshotEvery: number | undefined;
  readonly onSnapshot: ((snapshot: Snapshot) => void) | undefined;
  /** Where the training goes on; absent: at its beginning. */
  readonly resumption: Resumption | undefined;
  readonly onTrained: ((tensors: readonly TrainedTensor[]) => void) | undefined;
}

/** Runs a training and gives its last event (not yet reported). Rejects with what it cannot recover from. */
export async function runWithRecovery(recovery: Recovery): Promise<TrainingResult> {
  const { run, create, recreate, snapshotEvery, onSnapshot, resumption, onTrained } = recovery;
  const { job, onEvent, signal } = run;
  const { batch } = job;
  let executor: Executor | undefined;
  let snapshots: Snapshots | undefined;
  let lost: (Interruption & { readonly times: number; readonly device?: 'cpu' }) | undefined;
  try {
    for (;;) {
      try {
        const opened = lost && recreate ? recreate() : create();
        executor = await untilStopped(opened, signal, (late) => late.dispose());
        const last: Snapshot | undefined = snapshots ? snapshots.last : resumption?.snapshot;
        snapshots = createSnapshots(executor, { last, every: snapshotEvery, onSnapshot });
        restore(executor, last, job.seed);
        reportStart(executor, lost ?? (resumption && { reason: resumption.reason, step: last?.step ?? 0 }));
        const result = await runEpochs({ ...run, executor, snapshots });
        if (onTrained) onTrained(await readTrained(executor));
        return result;
      } catch (error) {
        if (error instanceof Stopped) return describeStop(run);
        if (!(error instanceof FaultError)) throw error;
        const { fault } = error;
        if (fault.kind === 'not-finite' && executor && snapshots) {
          throw await withOrigin(fault, executor, snapshots);
        }
        if (fault.kind === 'no-device' && lost) {
          throw new FaultError({ kind: 'given-up', ...lost, batch, reason: `${lost.reason} ${fault.reason}` });
        }
        if (fault.kind !== 'device-lost' || !recreate) throw error;
        const step = (snapshots ? snapshots.last : resumption?.snapshot)?.step ?? 0;
        const reason = sentenceOf(fault);
        lost = { reason, step, device: fault.device, times: lost?.step === step ? lost.times + 1 : 1 };
        if (lost.times === mostLosses) throw new FaultError({ kind: 'given-up', ...lost, batch });
        executor?.dispose();
        executor = undefined;
      }
    }
  } finally {
    executor?.dispose();
  }

  function reportStart(
    { backend, description, allocatedBytes: bytes, program }: Executor,
    after: Interruption | undefined,
  ): void {
    const { network, epochs, seed } = job;
    const { steps } = run.schedule;
    const data = run.dataSet.name;
    const asked = job.storage === 'f16' ? { storage: program.storage } : {};
    if (after)
      onEvent({ event: 'resumed', step: after.step, steps, reason: after.reason, description, bytes, ...asked });
    else {
      onEvent({
        event: 'start',
        network,
        data,
        backend,
        description,
        bytes,
        batch,
        ...(run.requestedBatch && { requestedBatch: run.requestedBatch }),
        parts: program.microBatches,
        ...asked,
        steps,
        epochs,
        seed,
      });
    }
  }

  /** The same fault with where it began, if that is found. */
  async function withOrigin(
    fault: Extract<FaultError['fault'], { kind: 'not-finite' }>,
    on: Executor,
    { last: snapshot }: Snapshots,
  ): Promise<FaultError> {
    const { schedule, dataSet, preparation } = run;
    try {
      const search = {
        executor: on,
        schedule,
        dataSet,
        preparation,
        seed: job.seed,
        snapshot,
        upTo: fault.done,
        signal,
      };
      return new FaultError({ ...fault, origin: await untilStopped(findNanOrigin(search), signal) });
    } catch {
      // The training was stopped or the device lost meanwhile, or the host has no memory for it.
      return new FaultError(fault);
    }
  }
}

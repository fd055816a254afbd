// Trains a program on WebGPU. Buffers, pipelines and bind groups are created before the first step. A step writes
// images, labels and settings and submits once (long steps a few times); it allocates nothing on the device.
// Evaluation pipelines are compiled during the first steps, because evaluation comes later.
import { FaultError } from '../../../faults/index.js';
import type { Batch, Metrics } from '../../../ir/index.js';
import { checkBatch, f16BitsOfAll, lengthOf, type Program, type StepSettings } from '../../../ir/index.js';
import { type Plan, stepDemand } from '../../../memory/index.js';
import type { Executor } from '../../backend.js';
import { createWebGpuPlan } from '../plan.js';
import { describeAdapter } from './adapter.js';
import { placeBuffers } from './buffers.js';
import { watchHealth } from './health.js';
import { createMetricsRing } from './metrics-ring.js';
import { readBack } from './read-back.js';
import { type Schedule, schedulesOf } from './schedules.js';
import { createSnapshotCopy } from './snapshot-copy.js';
import { createSubmission, upload } from './submission.js';
import { traceStep } from './trace.js';

/** Inference uses none of them. */
const noSettings: StepSettings = { learningRate: 0, step: 0, seed: 0 };

/**
 * An executor of `program` on `device`, with every kernel of a step compiled. Rejects with a FaultError when the
 * network exceeds the device's limits or memory, when the device refuses a kernel, or when it is lost meanwhile.
 *
 * `read` makes a staging buffer for the call and frees it afterwards; it is no part of the plan, since no training step
 * needs it. `dispose` frees the buffers; the device stays the caller's.
 */
export async function createWebGpuExecutor(device: GPUDevice, program: Program, plan: Plan): Promise<Executor> {
  const planned = createWebGpuPlan(program, plan);
  const buffers = await placeBuffers(device, program, planned);
  const health = watchHealth(device, stepDemand(program, plan));
  const ready = schedulesOf(device, program, planned, buffers);
  let stepSchedule: Schedule;
  try {
    stepSchedule = await ready.step();
  } catch (error) {
    const reason = await health.explain(error);
    health.release();
    buffers.destroy();
    throw reason;
  }

  const ring = createMetricsRing(program, buffers.readBack);
  const copySnapshot = createSnapshotCopy(device, program, buffers);
  const submission = createSubmission(device, program, buffers);
  const metrics = buffers.tensor(program.metrics);
  let disposed = false;
  let evaluationSchedule: Promise<Schedule> | undefined;
  /** Settles when the last requested step has been submitted: steps run in the order of the calls. */
  let submitted: Promise<unknown> = Promise.resolve();

  /** Starts compiling the evaluation's pipelines on the first call, by the first step or the first evaluation. */
  function readyToEvaluate(): Promise<Schedule> {
    if (!evaluationSchedule) {
      evaluationSchedule = ready.evaluation();
      // The evaluation that awaits it reports the same fault.
      evaluationSchedule.catch(() => {});
    }
    return evaluationSchedule;
  }

  async function submit(schedule: Schedule, batch: Batch, settings: StepSettings, signal?: AbortSignal) {
    const slot = await ring.next();
    signal?.throwIfAborted();
    checkUsable();
    submission.write(batch, settings);
    await submission.submit(schedule, (encoder) => slot.copyFrom(encoder, metrics), signal);
    // In an object, so that waiting for the submission is not waiting for the figures.
    return { figures: slot.read() };
  }

  async function run(
    scheduleOf: () => Schedule | Promise<Schedule>,
    batch: Batch,
    settings: StepSettings,
    signal?: AbortSignal,
  ): Promise<Metrics> {
    checkBatch(program, batch);
    // The caller may refill its arrays while these wait for a place in flight.
    const copy = {
      images: batch.images.slice(),
      labels: batch.labels.slice(),
      targets: batch.targets?.slice(),
    };
    const underWay = submitted.then(async () => submit(await scheduleOf(), copy, settings, signal));
    submitted = underWay.catch(() => {});
    return explained(async () => (await underWay).figures, signal);
  }

  /** What the device gives, once it is known to be well; rejects with a FaultError. */
  async function explained<T>(given: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    try {
      const result = await given();
      health.check();
      return result;
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw disposed ? closed() : await health.explain(error);
    }
  }

  function readNow(tensor: number): Promise<Float32Array> {
    const source = buffers.tensor(tensor);
    return explained(() => readBack(device, source, program.tensors[tensor]));
  }

  const closed = () => new FaultError({ kind: 'closed', network: program.name });

  function checkUsable(): void {
    if (disposed) throw closed();
    health.check();
  }

  return {
    backend: 'webgpu',
    description: describeAdapter(device.adapterInfo),
    program,
    allocatedBytes: buffers.bytes,
    step(batch, settings, signal) {
      const done = run(() => stepSchedule, batch, settings, signal);
      if (!evaluationSchedule) {
        submitted.then(() => {
          if (!disposed) void readyToEvaluate();
        });
      }
      return done;
    },
    evaluate: (batch, signal) => run(readyToEvaluate, batch, noSettings, signal),

    async read(tensor) {
      await submitted;
      checkUsable();
      return readNow(tensor);
    },

    write(tensor, values) {
      const buffer = buffers.tensor(tensor);
      const { name, type } = program.tensors[tensor];
      const length = lengthOf(program, tensor);
      if (values.length !== length) throw new RangeError(`${name} has ${length} values, not ${values.length}`);
      checkUsable();
      upload(device, buffer, type === 'f16' ? f16BitsOfAll(values) : values);
    },

    async readSnapshot(into) {
      const begun = submitted.then(() => {
        checkUsable();
        return copySnapshot(into);
      });
      submitted = begun.then(({ copied }) => copied).catch(() => {});
      return explained(async () => (await begun).arrived);
    },

    async trace(batch, settings, see, signal) {
      checkBatch(program, batch);
      await submitted;
      checkUsable();
      submission.write(batch, settings);
      await traceStep({ device, program, schedule: stepSchedule, submission }, readNow, (...written) => {
        signal?.throwIfAborted();
        return see(...written);
      });
    },

    dispose() {
      if (disposed) return;
      disposed = true;
      health.release();
      buffers.destroy();
    },
  };
}

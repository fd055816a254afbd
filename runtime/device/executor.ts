// Trains a program on WebGPU. All that a step needs is made before the first: the plan's buffers, its pipelines, its bind
// groups. A step writes its images, labels and settings and submits once; it allocates nothing on the device. What an
// evaluation needs beside it is compiled while the first steps run, for nobody evaluates before.
import type { Plan } from '../plan/index.js';
import {
  type Batch,
  checkBatch,
  type Executor,
  FaultError,
  lengthOf,
  type Metrics,
  type Program,
  type StepSettings,
} from '../program/index.js';
import { describeAdapter } from './adapter.js';
import { placeBuffers } from './buffers.js';
import { createDispatches, type Dispatch, encodeDispatches, type KernelUse, kernelUses } from './dispatches.js';
import { watchHealth, withErrorScopes } from './health.js';
import { createKeep } from './keep.js';
import { createMetricsRing } from './metrics-ring.js';
import { compilePipelines } from './pipelines.js';

/**
 * An executor of `program` on `device`, with every kernel of a step compiled. Rejects with a FaultError when the network exceeds
 * the device's limits or memory, when the device refuses a kernel, or when it is lost meanwhile.
 *
 * `read` makes a staging buffer for the call and frees it afterwards; it is no part of the plan, since no training step
 * needs it. `dispose` frees the buffers; the device stays the caller's.
 */
export async function createWebGpuExecutor(device: GPUDevice, program: Program, plan: Plan): Promise<Executor> {
  const buffers = await placeBuffers(device, program, plan);
  const health = watchHealth(device);
  const stepUses = kernelUses(program.step, plan.stepWorkspace, plan.adapter);
  const evaluationUses = kernelUses(program.evaluation, plan.evaluationWorkspace, plan.adapter);
  const readyFor = async (uses: readonly KernelUse[]): Promise<Dispatch[]> => {
    const pipelines = await compilePipelines(
      device,
      uses.map((use) => use.kernel),
    );
    return withErrorScopes(device, `the kernels of ${program.name}`, 0, () =>
      createDispatches(device, uses, pipelines, buffers),
    );
  };
  let stepDispatches: Dispatch[];
  try {
    stepDispatches = await readyFor(stepUses);
  } catch (error) {
    const reason = await health.explain(error);
    health.release();
    buffers.destroy();
    throw reason;
  }

  const ring = createMetricsRing(buffers.readBack);
  const copyKept = createKeep(device, program, buffers);
  const images = buffers.tensor(program.images);
  const labels = buffers.tensor(program.labels);
  const metrics = buffers.tensor(program.metrics);
  const settingsBytes = new DataView(new ArrayBuffer(16));
  let disposed = false;
  let evaluationDispatches: Promise<Dispatch[]> | undefined;
  /** Settles when the last step asked for has been submitted: steps run in the order of the calls. */
  let submitted: Promise<unknown> = Promise.resolve();

  /** Made ready by whoever is first: the first evaluation, or the first step for those that come. */
  function readyToEvaluate(): Promise<Dispatch[]> {
    if (!evaluationDispatches) {
      evaluationDispatches = readyFor(evaluationUses);
      // An evaluation that is asked for meets the same fault, and tells it.
      evaluationDispatches.catch(() => {});
    }
    return evaluationDispatches;
  }

  async function submit(dispatches: readonly Dispatch[], batch: Batch, settings?: StepSettings) {
    const slot = await ring.next();
    checkUsable();
    upload(images, batch.images);
    upload(labels, batch.labels);
    if (settings) writeSettings(settings);
    const encoder = device.createCommandEncoder();
    encodeDispatches(encoder, dispatches);
    slot.copyFrom(encoder, metrics);
    device.queue.submit([encoder.finish()]);
    // In an object, so that waiting for the submission is not waiting for the figures.
    return { figures: slot.read() };
  }

  async function run(
    ready: () => readonly Dispatch[] | Promise<readonly Dispatch[]>,
    batch: Batch,
    settings?: StepSettings,
  ): Promise<Metrics> {
    checkBatch(program, batch);
    // The caller may fill its arrays anew while these wait for a place in flight.
    const copy = { images: batch.images.slice(), labels: batch.labels.slice() };
    const submission = submitted.then(async () => submit(await ready(), copy, settings));
    submitted = submission.catch(() => {});
    try {
      const figures = await (await submission).figures;
      health.check();
      return figures;
    } catch (error) {
      throw disposed ? closed() : await health.explain(error);
    }
  }

  async function readNow(source: GPUBuffer, size: number): Promise<Float32Array> {
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    const staging = device.createBuffer({ label: 'read', size, usage });
    try {
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(source, 0, staging, 0, size);
      device.queue.submit([encoder.finish()]);
      await staging.mapAsync(GPUMapMode.READ);
      const values = new Float32Array(staging.getMappedRange()).slice();
      health.check();
      return values;
    } catch (error) {
      throw await health.explain(error);
    } finally {
      staging.destroy();
    }
  }

  function upload(buffer: GPUBuffer, values: Float32Array | Uint32Array): void {
    device.queue.writeBuffer(buffer, 0, values.buffer, values.byteOffset, values.byteLength);
  }

  function writeSettings({ learningRate, step, seed }: StepSettings): void {
    settingsBytes.setFloat32(0, learningRate, true);
    settingsBytes.setUint32(4, step, true);
    settingsBytes.setUint32(8, seed, true);
    device.queue.writeBuffer(buffers.settings, 0, settingsBytes.buffer);
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
    step(batch, settings) {
      const done = run(() => stepDispatches, batch, settings);
      if (!evaluationDispatches) {
        submitted.then(() => {
          if (!disposed) void readyToEvaluate();
        });
      }
      return done;
    },
    evaluate: (batch) => run(readyToEvaluate, batch),

    async read(tensor) {
      const source = buffers.tensor(tensor);
      await submitted;
      checkUsable();
      return readNow(source, 4 * lengthOf(program, tensor));
    },

    write(tensor, values) {
      const buffer = buffers.tensor(tensor);
      const { name } = program.tensors[tensor]!;
      const length = lengthOf(program, tensor);
      if (values.length !== length) throw new RangeError(`${name} has ${length} values, not ${values.length}`);
      checkUsable();
      upload(buffer, values);
    },

    async keep(into) {
      const begun = submitted.then(() => {
        checkUsable();
        return copyKept(into);
      });
      submitted = begun.then(({ copied }) => copied).catch(() => {});
      try {
        const heldUp = await (await begun).arrived;
        health.check();
        return heldUp;
      } catch (error) {
        throw disposed ? closed() : await health.explain(error);
      }
    },

    async trace(batch, settings, see) {
      checkBatch(program, batch);
      await submitted;
      checkUsable();
      upload(images, batch.images);
      upload(labels, batch.labels);
      writeSettings(settings);
      for (const instruction of program.step) {
        const encoder = device.createCommandEncoder();
        encodeDispatches(
          encoder,
          stepDispatches.filter((_, index) => stepUses[index]!.instruction === instruction),
        );
        device.queue.submit([encoder.finish()]);
        for (const tensor of instruction.outputs) {
          const values = await readNow(buffers.tensor(tensor), 4 * lengthOf(program, tensor));
          if (see(tensor, values, instruction)) return;
        }
      }
    },

    dispose() {
      if (disposed) return;
      disposed = true;
      health.release();
      buffers.destroy();
    },
  };
}

// Trains a program on WebGPU. Everything is made before the first step: the plan's buffers, every pipeline, every bind
// group. A step writes its images, labels and settings and submits once; it allocates nothing on the device.
import type { Plan } from '../plan/index.js';
import type { Batch, Executor, Metrics, Program, StepSettings } from '../program/index.js';
import { describeAdapter } from './adapter.js';
import { placeBuffers } from './buffers.js';
import { createDispatches, type Dispatch, encodeDispatches, kernelUses } from './dispatches.js';
import { watchHealth, withErrorScopes } from './health.js';
import { createMetricsRing } from './metrics-ring.js';
import { compilePipelines } from './pipelines.js';

/**
 * An executor of `program` on `device`, with every kernel compiled. Rejects with an Error for people when the network
 * exceeds the device's limits or memory, or when the device refuses a kernel.
 *
 * `step` and `evaluate` keep the batch's arrays until they resolve: do not change them before. `read` makes a staging
 * buffer for the call and frees it afterwards; it is no part of the plan, since no training step needs it. `dispose`
 * frees the buffers; the device stays the caller's.
 */
export async function createWebGpuExecutor(device: GPUDevice, program: Program, plan: Plan): Promise<Executor> {
  const buffers = await placeBuffers(device, program, plan);
  const health = watchHealth(device);
  const stepUses = kernelUses(program.step, plan.stepWorkspace);
  const evaluationUses = kernelUses(program.evaluation, plan.evaluationWorkspace);
  let stepDispatches: Dispatch[];
  let evaluationDispatches: Dispatch[];
  try {
    const pipelines = await compilePipelines(
      device,
      [...stepUses, ...evaluationUses].map((use) => use.kernel),
    );
    [stepDispatches, evaluationDispatches] = await withErrorScopes(device, `the kernels of ${program.name}`, () => [
      createDispatches(device, stepUses, pipelines, buffers),
      createDispatches(device, evaluationUses, pipelines, buffers),
    ]);
  } catch (error) {
    health.release();
    buffers.destroy();
    throw error;
  }

  const ring = createMetricsRing(buffers.readBack);
  const images = buffers.tensor(program.images);
  const labels = buffers.tensor(program.labels);
  const metrics = buffers.tensor(program.metrics);
  const settingsBytes = new DataView(new ArrayBuffer(16));
  let disposed = false;
  /** Settles when the last step asked for has been submitted: steps run in the order of the calls. */
  let submitted: Promise<unknown> = Promise.resolve();

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

  async function run(dispatches: readonly Dispatch[], batch: Batch, settings?: StepSettings): Promise<Metrics> {
    checkLength('images', program.images, batch.images.length);
    checkLength('labels', program.labels, batch.labels.length);
    const submission = submitted.then(() => submit(dispatches, batch, settings));
    submitted = submission.catch(() => {});
    try {
      const figures = await (await submission).figures;
      health.check();
      return figures;
    } catch (error) {
      // A lost device rejects the read-back with a technical reason: tell the real one.
      checkUsable();
      throw error;
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

  function checkUsable(): void {
    if (disposed) throw new Error(`The training of ${program.name} was closed.`);
    health.check();
  }

  function checkLength(what: string, tensor: number, length: number): void {
    const wanted = program.tensors[tensor]!.shape.reduce((product, extent) => product * extent, 1);
    if (length !== wanted) throw new RangeError(`${what} has ${length} values, but its tensor holds ${wanted}`);
  }

  return {
    backend: 'webgpu',
    description: describeAdapter(device.adapterInfo),
    program,
    allocatedBytes: buffers.bytes,
    step: (batch, settings) => run(stepDispatches, batch, settings),
    evaluate: (batch) => run(evaluationDispatches, batch),

    async read(tensor) {
      const source = buffers.tensor(tensor);
      await submitted;
      checkUsable();
      const size = 4 * program.tensors[tensor]!.shape.reduce((product, extent) => product * extent, 1);
      const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
      const staging = device.createBuffer({ label: 'read', size, usage });
      try {
        const encoder = device.createCommandEncoder();
        encoder.copyBufferToBuffer(source, 0, staging, 0, size);
        device.queue.submit([encoder.finish()]);
        await staging.mapAsync(GPUMapMode.READ);
        return new Float32Array(staging.getMappedRange()).slice();
      } finally {
        staging.destroy();
        health.check();
      }
    },

    write(tensor, values) {
      const { name } = program.tensors[tensor] ?? { name: `tensor ${tensor}` };
      checkLength(name, tensor, values.length);
      checkUsable();
      upload(buffers.tensor(tensor), values);
    },

    dispose() {
      if (disposed) return;
      disposed = true;
      health.release();
      buffers.destroy();
    },
  };
}

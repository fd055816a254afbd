// Submits a batch with its work to the GPU: in one submission unless that would be too long, without allocating
// anything.

import { type Batch, describeLabels, type Program, type StepSettings } from '../../../ir/index.js';
import { settingsBytes } from '../target.js';
import type { PlacedBuffers } from './buffers.js';
import { encodeDispatches } from './dispatches.js';
import type { Schedule } from './schedules.js';
import { packSettings, settingsOfMicroBatches } from './settings.js';

export interface Submission {
  /** Writes a batch and the step's settings where the kernels find them, after all that was submitted before. */
  write(batch: Batch, settings: StepSettings): void;
  /**
   * Submits a schedule: its work on each micro-batch in turn, then what is to be done once. `last` records what
   * comes after it. Where a schedule is long, at most two of its submissions wait in the device's queue: an abort is
   * heard between them, and rejects with its reason.
   */
  submit(schedule: Schedule, last: (encoder: GPUCommandEncoder) => void, signal?: AbortSignal): Promise<void>;
  /** Gives the kernels the settings of a micro-batch; a batch computed at once has its settings already. */
  enterMicroBatch(encoder: GPUCommandEncoder, microBatch: number): void;
}

export function createSubmission(device: GPUDevice, program: Program, buffers: PlacedBuffers): Submission {
  const { settings: current, microBatchSettings } = buffers;
  const images = buffers.tensor(program.images);
  const labels = buffers.tensor(program.labels);
  const targets = program.targets === undefined ? undefined : buffers.tensor(program.targets);

  function enterMicroBatch(encoder: GPUCommandEncoder, microBatch: number): void {
    if (microBatchSettings)
      encoder.copyBufferToBuffer(microBatchSettings, microBatch * settingsBytes, current, 0, settingsBytes);
  }

  return {
    write(batch, settings) {
      upload(device, images, batch.images);
      upload(device, labels, batch.labels);
      if (targets && batch.targets) upload(device, targets, batch.targets);
      const described = describeLabels(program, batch.labels);
      const packed = packSettings(settingsOfMicroBatches(program, { ...settings, ...described }));
      device.queue.writeBuffer(microBatchSettings ?? current, 0, packed);
    },
    async submit({ submissions, once }, last, signal) {
      const updates = new Set(once);
      let before: Promise<unknown> | undefined;
      for (const [index, passes] of submissions.entries()) {
        const encoder = device.createCommandEncoder();
        for (const { entered, dispatches } of passes) {
          if (entered !== undefined) enterMicroBatch(encoder, entered);
          encodeDispatches(encoder, dispatches);
        }
        if (index === submissions.length - 1) last(encoder);
        device.queue.submit([encoder.finish()]);
        if (index === submissions.length - 1) return;
        const done = device.queue.onSubmittedWorkDone();
        await before;
        before = done;
        done.catch(() => {});
        // Updates are not interrupted: all parameters are as before the step, or all updated.
        if (!passes.some(({ dispatches }) => dispatches.some((dispatch) => updates.has(dispatch)))) {
          signal?.throwIfAborted();
        }
      }
    },
    enterMicroBatch,
  };
}

/** Writes an array to the beginning of a buffer. */
export function upload(device: GPUDevice, buffer: GPUBuffer, values: Float32Array | Uint32Array | Uint16Array): void {
  device.queue.writeBuffer(buffer, 0, values.buffer, values.byteOffset, values.byteLength);
}

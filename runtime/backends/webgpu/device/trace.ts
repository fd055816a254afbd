// Runs one training step an instruction at a time and shows what each wrote: for finding faults, not for training.
import type { Instruction, Program } from '../../../ir/index.js';
import { firstUpdate } from '../../../ir/index.js';
import { encodeDispatches } from './dispatches.js';
import type { Schedule } from './schedules.js';
import type { Submission } from './submission.js';

interface TracedStep {
  readonly device: GPUDevice;
  readonly program: Program;
  readonly schedule: Schedule;
  readonly submission: Submission;
}

/** The step's batch and settings are written already. Stops, the step half done, when `see` answers true. */
export async function traceStep(
  { device, program, schedule, submission }: TracedStep,
  read: (tensor: number) => Promise<Float32Array>,
  see: (tensor: number, values: Float32Array, instruction: Instruction) => boolean,
): Promise<void> {
  const { perMicroBatch, once } = schedule;
  const updates = firstUpdate(program);
  for (let microBatch = 0; microBatch < program.microBatches; microBatch++) {
    for (const instruction of program.step.slice(0, microBatch === program.microBatches - 1 ? undefined : updates)) {
      const encoder = device.createCommandEncoder();
      submission.enterMicroBatch(encoder, microBatch);
      encodeDispatches(
        encoder,
        [...perMicroBatch, ...once].filter((dispatch) => dispatch.instruction === instruction),
      );
      device.queue.submit([encoder.finish()]);
      for (const tensor of instruction.outputs) {
        if (see(tensor, await read(tensor), instruction)) return;
      }
    }
  }
}

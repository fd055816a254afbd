// Simulates plans: no tensor is overwritten while an instruction still reads it, and the bytes add up.
import { expect } from 'vitest';
import { stepsInFlight } from '../../../runtime/backends/backend.js';
import type { WebGpuPlan } from '../../../runtime/backends/webgpu/plan.js';
import { maxStagingBytes, metricsBytes, settingsBytes } from '../../../runtime/backends/webgpu/target.js';
import { workspaceOf } from '../../../runtime/backends/webgpu/variants/split-k.js';
import {
  firstUpdate,
  type Instruction,
  type Program,
  snapshotTensors,
  tensorBytes,
} from '../../../runtime/ir/index.js';

/**
 * Plays schedules one after the other, remembering which tensor each buffer holds. Every read must find the tensor it
 * means, and an instruction's tensors and workspace must lie in buffers of their own.
 */
export function play(program: Program, plan: WebGpuPlan, schedules: readonly ('step' | 'evaluation')[]): void {
  const holds = new Map<number, number>();
  const bufferOf = (tensor: number): number => {
    const buffer = plan.tensorBuffer[tensor];
    expect(plan.buffers[buffer].bytes).toBeGreaterThanOrEqual(tensorBytes(program.tensors[tensor]));
    return buffer;
  };
  const place = (tensor: number) => holds.set(bufferOf(tensor), tensor);
  for (const { tensor, states } of program.parameters)
    for (const snapshotBytes of [tensor, ...states]) place(snapshotBytes);
  for (const { tensor } of program.statistics) place(tensor);
  for (const schedule of schedules) {
    place(program.images);
    place(program.labels);
    // Sums may hold anything before their first part, and must stay where they are.
    for (const { computation, outputs } of program[schedule]) if (computation.kind === 'accumulate') place(outputs[0]);
    const workspaces = schedule === 'step' ? plan.stepWorkspace : plan.evaluationWorkspace;
    expect(workspaces).toHaveLength(program[schedule].length);
    for (const index of executionOrder(program, schedule)) {
      const instruction = program[schedule][index];
      const { inputs, outputs, computation, inPlace } = instruction;
      for (const tensor of inputs)
        expect(holds.get(bufferOf(tensor)), describeRead(program, instruction, tensor)).toBe(tensor);
      // An overwritten input shares the buffer of the result; a later read of it would fail the check above.
      const overwritten = inPlace === undefined ? undefined : inputs[inPlace];
      if (overwritten !== undefined) expect(bufferOf(overwritten)).toBe(bufferOf(outputs[0]));
      const tensors = new Set([...inputs.filter((tensor) => tensor !== overwritten), ...outputs]);
      const touched = [...tensors].map(bufferOf);
      const workspace = workspaces[index];
      expect(workspace === undefined).toBe(workspaceOf(computation) === 0);
      if (workspace !== undefined) {
        touched.push(workspace);
        expect(plan.buffers[workspace].bytes).toBeGreaterThanOrEqual(workspaceOf(computation));
        holds.set(workspace, -1);
      }
      expect(new Set(touched).size).toBe(touched.length);
      for (const tensor of outputs) place(tensor);
    }
    expect(holds.get(bufferOf(program.metrics))).toBe(program.metrics);
    if (schedule === 'evaluation') expect(holds.get(bufferOf(program.logits))).toBe(program.logits);
    else {
      for (const { gradient } of program.parameters) {
        if (gradient !== undefined) expect(holds.get(bufferOf(gradient))).toBe(gradient);
      }
    }
  }
}

/** The places of instructions in the order in which they are done: those of a micro-batch once for each. */
function executionOrder(program: Program, schedule: 'step' | 'evaluation'): number[] {
  const places = program[schedule].map((_, index) => index);
  const once = schedule === 'step' ? firstUpdate(program) : places.length;
  const perMicroBatch = places.slice(0, once);
  return [...Array.from({ length: program.microBatches }, () => perMicroBatch).flat(), ...places.slice(once)];
}

function describeRead(program: Program, { computation, layer }: Instruction, tensor: number): string {
  return `${computation.kind} of ${layer} reads ${program.tensors[tensor].name}`;
}

export function checkSums(program: Program, plan: WebGpuPlan): void {
  for (const { bytes } of plan.buffers) expect(bytes > 0 && bytes % 4 === 0).toBe(true);
  expect(plan.buffers.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(plan.bytes);
  expect(plan.buffers[plan.settings]).toEqual({ bytes: settingsBytes, tensors: [] });
  const perMicroBatch =
    program.microBatches > 1 ? { bytes: program.microBatches * settingsBytes, tensors: [] } : undefined;
  expect(plan.microBatchSettings === undefined ? undefined : plan.buffers[plan.microBatchSettings]).toEqual(
    perMicroBatch,
  );
  expect(plan.readBack).toHaveLength(stepsInFlight);
  const snapshotBytes = snapshotTensors(program).reduce((sum, tensor) => sum + tensorBytes(program.tensors[tensor]), 0);
  const staging = Math.max(4, Math.min(snapshotBytes, maxStagingBytes));
  expect(plan.buffers[plan.staging]).toEqual({ bytes: staging, tensors: [] });
  for (const slot of plan.readBack) expect(plan.buffers[slot]).toEqual({ bytes: metricsBytes, tensors: [] });
  plan.buffers.forEach(({ tensors }, buffer) => {
    for (const tensor of tensors) expect(plan.tensorBuffer[tensor]).toBe(buffer);
  });
  expect(plan.buffers.flatMap(({ tensors }) => tensors).sort((a, b) => a - b)).toEqual(
    program.tensors.map(({ id }) => id).filter((id) => plan.tensorBuffer[id] !== -1),
  );
}

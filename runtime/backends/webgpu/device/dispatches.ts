// What is dispatched for an instruction: its kernels with their pipelines and bind groups.

import type { Instruction, ProgramTensor } from '../../../ir/index.js';
import type { AdapterProfile } from '../adapter-profile.js';
import { type Binding, type Kernel, kernelsOf } from '../kernels/index.js';
import { slotBytes } from '../variants/constants-table.js';
import { sliceStride } from '../variants/dispatch-slices.js';
import type { PlacedBuffers } from './buffers.js';
import type { Pipelines } from './pipelines.js';

export interface Dispatch {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly workgroups: Kernel['workgroups'];
  /** What it is a part of. */
  readonly instruction: Instruction;
}

/** A kernel with the instruction it serves, and the planned buffer where it finds its workspace. */
export interface KernelUse {
  readonly kernel: Kernel;
  /** Of each dispatch: one, unless the kernel is cut up. */
  readonly workgroups: readonly Kernel['workgroups'][];
  readonly instruction: Instruction;
  readonly workspace: number | undefined;
  /** The kernel's slot of the constants table, if it shares its shader source. */
  readonly slot?: number;
}

/** Where the kernels' bindings lie. */
type DispatchBuffers = Pick<PlacedBuffers, 'all' | 'settings' | 'sliceTable' | 'constantsTable' | 'tensor'>;

/** Choices of the plan: `workspaces` and `slices` are parallel to the instructions. */
interface PlannedUse {
  readonly workspaces: readonly (number | undefined)[];
  readonly slices: readonly number[];
  readonly adapter: AdapterProfile;
  /** The program's, where they need not all be f32. */
  readonly tensors?: readonly ProgramTensor[];
}

export function kernelUses(
  instructions: readonly Instruction[],
  { workspaces, slices, adapter, tensors }: PlannedUse,
): KernelUse[] {
  const typeOf = tensors && ((tensor: number) => tensors[tensor].type);
  return instructions.flatMap((instruction, index) =>
    kernelsOf(instruction, adapter, { typeOf, slices: slices[index] }).map((kernel) => ({
      kernel,
      workgroups: kernel.dispatches,
      instruction,
      workspace: workspaces[index],
    })),
  );
}

export function createDispatches(
  device: GPUDevice,
  uses: readonly KernelUse[],
  pipelines: Pipelines,
  buffers: DispatchBuffers,
): Dispatch[] {
  return uses.flatMap((use) => {
    const { label, bindings } = use.kernel;
    const pipeline = pipelines(use.kernel);
    return use.workgroups.map((workgroups, slice) => {
      const entries = bindings.map((binding, index) => ({
        binding: index,
        resource: { buffer: bufferOf(binding, use, buffers), ...regionOf(binding, slice, use.slot) },
      }));
      const bindGroup = device.createBindGroup({ label, layout: pipeline.getBindGroupLayout(0), entries });
      return { pipeline, bindGroup, workgroups, instruction: use.instruction };
    });
  });
}

/** The whole buffer, where the binding names no region of it. */
export function regionOf(binding: Binding, slice = 0, slot = 0): { offset?: number; size?: number } {
  if (binding.kind === 'constants') return { offset: slot * slotBytes, size: slotBytes };
  if (binding.kind === 'slice') return { offset: slice * sliceStride, size: 4 };
  if (binding.kind === 'settings' || binding.bytes === undefined) return {};
  return { offset: binding.kind === 'workspace' ? (binding.offset ?? 0) : 0, size: binding.bytes };
}

function bufferOf(binding: Binding, { instruction, workspace }: KernelUse, buffers: DispatchBuffers): GPUBuffer {
  switch (binding.kind) {
    case 'input':
      return buffers.tensor(instruction.inputs[binding.index]);
    case 'output':
      return buffers.tensor(instruction.outputs[binding.index]);
    case 'settings':
      return buffers.settings;
    case 'slice':
      if (!buffers.sliceTable) throw new Error(`the plan has no slices for ${instruction.computation.kind}`);
      return buffers.sliceTable;
    case 'constants':
      if (!buffers.constantsTable) throw new Error('the plan has no constants table');
      return buffers.constantsTable;
    case 'workspace':
      if (workspace === undefined) throw new Error(`the plan has no workspace for ${instruction.computation.kind}`);
      return buffers.all[workspace];
  }
}

export function encodeDispatches(encoder: GPUCommandEncoder, dispatches: readonly Dispatch[]): void {
  const pass = encoder.beginComputePass();
  for (const { pipeline, bindGroup, workgroups } of dispatches) {
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    pass.dispatchWorkgroups(...workgroups);
  }
  pass.end();
}

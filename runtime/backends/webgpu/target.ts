// WebGPU as passes and planner see it: limits, workspaces and own buffers for one adapter's profile.
import {
  acceptsEpilogue,
  type OwnBuffer,
  type Program,
  snapshotTensors,
  type Target,
  tensorBytes,
} from '../../ir/index.js';
import { stepsInFlight } from '../backend.js';
import { type AdapterProfile, unknownGpu } from './adapter-profile.js';
import { mostBuffers } from './shaders/kernel.js';
import { planSlices } from './slices.js';
import { constantsTableBytes } from './variants/constants-table.js';
import { sliceTableBytes } from './variants/dispatch-slices.js';
import { workspaceOf } from './variants/split-k.js';

/**
 * Bytes of the settings uniform: learning rate (f32), step, seed, the micro-batch's first image and the empty slots
 * (u32 each), the scales of a partial batch and of losses (f32), and padding to a uniform's 16 bytes.
 */
export const settingsBytes = 32;

/** Bytes of one metrics read-back buffer: two 32-bit floats. */
export const metricsBytes = 8;

/** A snapshot is copied to the host through a staging buffer of at most this many bytes, in pieces if need be. */
export const maxStagingBytes = 8 * 2 ** 20;

/** The names of WebGPU's own buffers, in the order in which they are planned. */
export const ownNames = {
  settings: 'settings',
  microBatchSettings: 'settings of the micro-batches',
  sliceTable: 'slice table',
  constantsTable: 'constants table',
  readBack: (slot: number) => `metrics read-back ${slot}`,
  staging: 'staging',
} as const;

export interface WebGpuTarget extends Target {
  readonly id: 'webgpu';
  readonly adapter: AdapterProfile;
}

/** @param adapter default: an unknown GPU with the limits that WebGPU guarantees */
export function webGpuTarget(adapter: AdapterProfile = unknownGpu): WebGpuTarget {
  return {
    id: 'webgpu',
    adapter,
    maxBindings: mostBuffers,
    f16Storage: adapter.f16 === true,
    acceptsEpilogue,
    workspaceBytes: (computation) => workspaceOf(computation, adapter),
    ownBuffers: (program) => ownBuffers(program, adapter),
  };
}

function ownBuffers(program: Program, adapter: AdapterProfile): OwnBuffer[] {
  const buffers: OwnBuffer[] = [];
  const add = (name: string, bytes: number, isBound: boolean) => void buffers.push({ name, bytes, isBound });
  add(ownNames.settings, settingsBytes, true);
  if (program.microBatches > 1) add(ownNames.microBatchSettings, program.microBatches * settingsBytes, false);
  const { step, evaluation } = planSlices(program, adapter);
  const mostSlices = [...step, ...evaluation].reduce((most, slices) => Math.max(most, slices), 1);
  if (mostSlices > 1) add(ownNames.sliceTable, sliceTableBytes(mostSlices), true);
  const constants = constantsTableBytes([...program.step, ...program.evaluation], adapter);
  if (constants > 0) add(ownNames.constantsTable, constants, true);
  for (let slot = 0; slot < stepsInFlight; slot++) add(ownNames.readBack(slot), metricsBytes, false);
  const snapshot = snapshotTensors(program).reduce((sum, id) => sum + tensorBytes(program.tensors[id]), 0);
  add(ownNames.staging, Math.max(4, Math.min(snapshot, maxStagingBytes)), false);
  return buffers;
}

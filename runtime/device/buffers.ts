// Allocates exactly what the plan says: one GPU buffer for each planned one, and nothing else.
import type { Plan } from '../plan/index.js';
import type { Program } from '../program/index.js';
import { withErrorScopes } from './health.js';

/** A plan's buffers on a device; each tensor and workspace begins at the beginning of its buffer. */
export interface PlacedBuffers {
  /** Parallel to `plan.buffers`. */
  readonly all: readonly GPUBuffer[];
  readonly settings: GPUBuffer;
  readonly readBack: readonly GPUBuffer[];
  /** Bytes asked of the device, counted where they are asked for. */
  readonly bytes: number;
  /** Throws a RangeError for a tensor that lives in no buffer. */
  tensor(id: number): GPUBuffer;
  destroy(): void;
}

/**
 * Rejects with an Error that has the numbers when the device's limits or its memory are too small; nothing is left
 * allocated then.
 */
export async function placeBuffers(device: GPUDevice, program: Program, plan: Plan): Promise<PlacedBuffers> {
  checkLimits(device, program, plan);
  const all: GPUBuffer[] = [];
  let bytes = 0;
  const destroy = () => {
    for (const buffer of all) buffer.destroy();
  };
  try {
    await withErrorScopes(device, `the ${mebibytes(plan.bytes)} of ${program.name}`, () => {
      plan.buffers.forEach((planned, index) => {
        const size = planned.bytes;
        all.push(device.createBuffer({ label: `buffer ${index}`, size, usage: usageOf(plan, index) }));
        bytes += size;
      });
    });
  } catch (error) {
    destroy();
    throw error;
  }
  return {
    all,
    settings: all[plan.settings]!,
    readBack: plan.readBack.map((index) => all[index]!),
    bytes,
    tensor(id) {
      const buffer = all[plan.tensorBuffer[id] ?? -1];
      if (!buffer) throw new RangeError(`${program.name} has no tensor ${id} in memory`);
      return buffer;
    },
    destroy,
  };
}

function usageOf(plan: Plan, index: number): GPUBufferUsageFlags {
  if (index === plan.settings) return GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
  if (plan.readBack.includes(index)) return GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
  return GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
}

function checkLimits(device: GPUDevice, program: Program, plan: Plan): void {
  const limit = Math.min(device.limits.maxBufferSize, device.limits.maxStorageBufferBindingSize);
  for (const { bytes, tensors } of plan.buffers) {
    if (bytes <= limit) continue;
    const names = tensors.map((id) => program.tensors[id]!.name);
    throw new Error(
      `${program.name} with batch ${program.batch} needs a buffer of ${mebibytes(bytes)}` +
        `${names.length > 0 ? ` (${names[0]})` : ''}, but this GPU allows ${mebibytes(limit)} at most. ` +
        'Try a smaller batch.',
    );
  }
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

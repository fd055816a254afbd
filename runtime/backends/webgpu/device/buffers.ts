// Allocates exactly what the plan says: one GPU buffer for each planned one, and nothing else.

import type { Program } from '../../../ir/index.js';
import { stepDemand } from '../../../memory/index.js';
import type { WebGpuPlan } from '../plan.js';
import { sliceStride } from '../variants/dispatch-slices.js';
import { withErrorScopes } from './health.js';
import { checkLimits } from './limits.js';

/** A plan's buffers on a device; each tensor and workspace begins at the beginning of its buffer. */
export interface PlacedBuffers {
  /** Parallel to `plan.buffers`. */
  readonly all: readonly GPUBuffer[];
  readonly settings: GPUBuffer;
  /** Only with several micro-batches. */
  readonly microBatchSettings: GPUBuffer | undefined;
  /** Only where a kernel is cut up. */
  readonly sliceTable: GPUBuffer | undefined;
  /** Only on adapters that compile slowly. */
  readonly constantsTable: GPUBuffer | undefined;
  readonly readBack: readonly GPUBuffer[];
  readonly staging: GPUBuffer;
  /** Bytes asked of the device, counted where they are asked for. */
  readonly bytes: number;
  /** Throws a RangeError for a tensor that lives in no buffer. */
  tensor(id: number): GPUBuffer;
  destroy(): void;
}

/**
 * Rejects with a FaultError that has the numbers when the device's limits or its memory are too small; nothing is left
 * allocated then.
 */
export async function placeBuffers(device: GPUDevice, program: Program, plan: WebGpuPlan): Promise<PlacedBuffers> {
  checkLimits(device.limits, program, plan);
  const all: GPUBuffer[] = [];
  let bytes = 0;
  const destroy = () => {
    for (const buffer of all) buffer.destroy();
  };
  try {
    await withErrorScopes(device, stepDemand(program, plan), () => {
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
  const sliceTable = plan.sliceTable === undefined ? undefined : all[plan.sliceTable];
  if (sliceTable) fillSliceTable(device, sliceTable);
  return {
    all,
    settings: all[plan.settings],
    microBatchSettings: plan.microBatchSettings === undefined ? undefined : all[plan.microBatchSettings],
    sliceTable,
    constantsTable: plan.constantsTable === undefined ? undefined : all[plan.constantsTable],
    readBack: plan.readBack.map((index) => all[index]),
    staging: all[plan.staging],
    bytes,
    tensor(id) {
      const buffer = all[plan.tensorBuffer[id] ?? -1];
      if (!buffer) throw new RangeError(`${program.name} has no tensor ${id} in memory`);
      return buffer;
    },
    destroy,
  };
}

/** Writes the numbers 0, 1, 2, ..., as many as there is room for. */
export function fillSliceTable(device: GPUDevice, table: GPUBuffer): void {
  const numbers = new Uint32Array(table.size / 4);
  for (let place = 0; place < numbers.length; place += sliceStride / 4) numbers[place] = place / (sliceStride / 4);
  device.queue.writeBuffer(table, 0, numbers);
}

function usageOf(plan: WebGpuPlan, index: number): GPUBufferUsageFlags {
  if ([plan.settings, plan.sliceTable, plan.constantsTable].includes(index))
    return GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
  if (index === plan.microBatchSettings) return GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  if (index === plan.staging || plan.readBack.includes(index)) return GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
  return GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
}

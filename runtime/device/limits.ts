// Whether a GPU's limits allow a plan: asked before anything is allocated, so that the answer has the numbers.
import type { Plan, PlannedBuffer } from '../plan/index.js';
import { FaultError, type Program, type Role } from '../program/index.js';

export type BufferLimits = Pick<GPUSupportedLimits, 'maxBufferSize' | 'maxStorageBufferBindingSize'>;

/** Throws a FaultError for the largest buffer, where it is larger than a GPU's buffer or binding may be. */
export function checkLimits(limits: BufferLimits, program: Program, plan: Plan): void {
  const limit = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
  const exceeding = plan.buffers.filter(({ bytes }) => bytes > limit);
  if (exceeding.length === 0) return;
  const largest = exceeding.reduce((most, buffer) => (buffer.bytes > most.bytes ? buffer : most));
  throw new FaultError({
    kind: 'over-limit',
    network: program.name,
    batch: program.batch,
    tensor: largestTensorOf(program, largest),
    bytes: largest.bytes,
    limit,
    largestBatch: largestBatch(program, exceeding, limit),
  });
}

/** The tensor that a buffer is as large for, or what else it is. */
function largestTensorOf(program: Program, { bytes, tensors }: PlannedBuffer): string {
  const tensor = tensors.map((id) => program.tensors[id]!).find((each) => bytesOf(each.shape) === bytes);
  return tensor?.name ?? "a kernel's workspace";
}

/** The roles of tensors that are as large whatever the batch. */
const fixed: ReadonlySet<Role> = new Set(['parameter', 'parameter-gradient', 'optimizer-state', 'statistic']);

/** The most images with which every tensor fits; 0 where a tensor does not that is as large whatever the batch. */
function largestBatch(program: Program, exceeding: readonly PlannedBuffer[], limit: number): number {
  const fitting = exceeding.flatMap(({ tensors }) =>
    tensors.map((id) => {
      const { shape, role } = program.tensors[id]!;
      if (fixed.has(role)) return bytesOf(shape) <= limit ? program.batch : 0;
      return Math.floor(limit / (bytesOf(shape) / program.batch));
    }),
  );
  return Math.min(program.batch - 1, ...fitting);
}

function bytesOf(shape: readonly number[]): number {
  return 4 * shape.reduce((product, extent) => product * extent, 1);
}

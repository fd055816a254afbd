// Whether a GPU's limits allow a plan: asked before anything is allocated, so that the answer has the numbers.
import { boundBuffers, type Plan } from '../plan/index.js';
import { FaultError, type Program, tensorBytes } from '../program/index.js';

export type BufferLimits = Pick<GPUSupportedLimits, 'maxBufferSize' | 'maxStorageBufferBindingSize'>;

/** Throws a FaultError for the largest buffer, where it is larger than a GPU's buffer or binding may be. */
export function checkLimits(limits: BufferLimits, program: Program, plan: Plan): void {
  const limit = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
  const { bytes, tensors } = boundBuffers(plan).reduce((most, buffer) => (buffer.bytes > most.bytes ? buffer : most));
  if (bytes <= limit) return;
  const named = tensors.map((id) => program.tensors[id]!).find((each) => tensorBytes(each) === bytes);
  const tensor = named?.name ?? "a kernel's workspace";
  throw new FaultError({ kind: 'over-limit', network: program.name, batch: program.batch, tensor, bytes, limit });
}

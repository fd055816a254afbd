// What a program's tensors are.
import { sizeOf } from './extents.js';

/** What a tensor is for; the memory figures are summed by it. */
export type Role =
  | 'images'
  | 'labels'
  /** Images that are the answer. */
  | 'targets'
  | 'parameter'
  | 'parameter-gradient'
  | 'optimizer-state'
  /** A running mean or variance: kept from step to step, but not learned (PyTorch calls it a buffer). */
  | 'statistic'
  | 'activation'
  | 'activation-gradient'
  | 'workspace'
  | 'metrics';

/** Of tensors with a value for each weight, whatever the batch. */
export const weightRoles: ReadonlySet<Role> = new Set(['parameter', 'parameter-gradient', 'optimizer-state']);

export interface ProgramTensor {
  /** Its index in `Program.tensors`. */
  readonly id: number;
  /** For people and tests: `conv.2/weights`, `conv.2/weights/gradient`, `conv.2/output`, `images`. */
  readonly name: string;
  readonly role: Role;
  readonly shape: readonly number[];
  /** How each value is stored; an `f16` is computed with in 32 bits. */
  readonly type: 'f32' | 'f16' | 'u32';
}

/** Bytes of a tensor, a positive multiple of 4. */
export function tensorBytes({ shape, type }: Pick<ProgramTensor, 'shape' | 'type'>): number {
  const values = sizeOf(shape);
  return 4 * Math.max(1, type === 'f16' ? Math.ceil(values / 2) : values);
}

// What a program's tensors are.

/** What a tensor is for; the memory figures are summed by it. */
export type Role =
  | 'images'
  | 'labels'
  | 'parameter'
  | 'parameter-gradient'
  | 'optimizer-state'
  /** A running mean or variance: kept from step to step, but not learned (PyTorch calls it a buffer). */
  | 'statistic'
  | 'activation'
  | 'activation-gradient'
  | 'workspace'
  | 'metrics';

export interface ProgramTensor {
  /** Its index in `Program.tensors`. */
  readonly id: number;
  /** For people and tests: `conv.2/weights`, `conv.2/weights/gradient`, `conv.2/output`, `images`. */
  readonly name: string;
  readonly role: Role;
  readonly shape: readonly number[];
  readonly type: 'f32' | 'u32';
}

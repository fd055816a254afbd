// What passes and planner may ask about the backend that will run a program: pure functions and data, no device.
import type { Computation, ComputationKind } from './computation.js';
import type { Program } from './program.js';

/** Every backend has a row here. */
export const targetIds = ['webgpu', 'wasm', 'reference'] as const;
export type TargetId = (typeof targetIds)[number];

/** A buffer that the backend itself needs, besides tensors and workspaces. */
export interface OwnBuffer {
  readonly name: string;
  readonly bytes: number;
  /** Whether kernels bind it: the limits on a binding's size hold for it. */
  readonly isBound: boolean;
}

export interface Target {
  readonly id: TargetId;
  /** Buffers that one instruction may read and write; Infinity where there is no limit. */
  readonly maxBindings: number;
  /** Whether it can store activations in 16 bits. */
  readonly f16Storage: boolean;
  acceptsEpilogue(kind: ComputationKind): boolean;
  /** Bytes of scratch memory that a computation needs besides its inputs and outputs. */
  workspaceBytes(computation: Computation): number;
  ownBuffers(program: Program): readonly OwnBuffer[];
}

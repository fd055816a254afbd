// What a kernel is, before and after its WGSL is emitted. Plain values, made without a GPU: they can be read, compared
// and tested anywhere.
import type { Computation, Instruction } from '../../../ir/index.js';
import type { AdapterProfile } from '../adapter-profile.js';
import type { Emitter } from './emitter.js';

/** What a kernel binds; binding numbers follow the order of `Kernel.bindings`. */
export type Binding =
  /** The instruction's input of this index, read only: all of its buffer, or the first `bytes`. */
  | { readonly kind: 'input'; readonly index: number; readonly bytes?: number }
  /** The instruction's output of this index, written, and read where the computation works in place. */
  | { readonly kind: 'output'; readonly index: number; readonly bytes?: number }
  /** The instruction's workspace: from its beginning, or a region of it (the offset a multiple of 256). */
  | { readonly kind: 'workspace'; readonly offset?: number; readonly bytes?: number }
  /** The uniform buffer of the step's settings: `Settings` in emit-kernel.ts. */
  | { readonly kind: 'settings' }
  /** The number of the dispatch slice, a uniform: emit-kernel.ts. */
  | { readonly kind: 'slice' }
  /** The kernel's slot of the constants table: shared-shaders.ts. */
  | { readonly kind: 'constants' };

export type StorageBinding = Exclude<Binding, { kind: 'settings' | 'slice' | 'constants' }>;

/** Workgroups of a dispatch, each count at most 65,535, WebGPU's limit. */
type Workgroups = readonly [x: number, y: number, z: number];

/** A kernel as its family describes it; `emitKernel` writes its WGSL. */
export interface KernelSource {
  /** For debuggers and messages, e.g. `conv.2: conv`. */
  readonly label: string;
  readonly buffers: readonly StorageBuffer[];
  /** The body runs once for each `i` (u32) from 0 to `threads` - 1; threads beyond return before it. */
  readonly threads: number;
  /**
   * An unsized buffer with one element per thread: the shader reads the number of threads from its length, and serves
   * kernels of any size below 4 million threads.
   */
  readonly countedBy?: string;
  /** Binds the step's settings as the uniform `settings`, after the buffers. */
  readonly settings?: boolean;
  /**
   * The kernel uses quad operations, with `quad_lane`, which WGSL allows in uniform control flow only: the body runs
   * for all threads of all workgroups, of this size (a multiple of 4) and numbered by `workgroup` (u32), and guards
   * its own stores.
   */
  readonly quads?: { readonly workgroupSize: number };
  /** The kernel has barriers: the body runs for all threads of workgroups of this size, numbered by `workgroup`. */
  readonly workgroup?: { readonly size: number };
  /** Functions and constants that the body uses. */
  readonly declarations?: string | ((emit: Emitter) => string);
  readonly body: (emit: Emitter) => string;
}

/** A kernel ready to compile. */
export interface Kernel {
  readonly label: string;
  readonly code: string;
  /** The code with its constants marked (constants.ts), where the emitter kept them for shared shaders. */
  readonly source?: string;
  readonly bindings: readonly Binding[];
  /** Of the whole kernel. */
  readonly workgroups: Workgroups;
  /** By dispatch slice, in order; one where the kernel is not sliced. */
  readonly dispatches: readonly Workgroups[];
}

/** The kernels of an instruction for an adapter, to be dispatched in this order. */
export type KernelsOf<C extends Computation> = (instruction: Instruction<C>, adapter: AdapterProfile) => KernelSource[];

/** One storage buffer of a kernel as WGSL declares it. */
export interface StorageBuffer {
  readonly name: string;
  readonly type: 'f32' | 'u32' | 'vec2f' | 'vec4f';
  /** Elements of that type. Part of the declaration: software adapters load from a sized array 20 to 35 % faster. */
  readonly size: number;
  /** The declaration leaves the size out; the array is as long as its binding. */
  readonly unsized?: boolean;
  readonly binding: StorageBinding;
  /** Default: `read` for an input, else `read_write`. */
  readonly access?: 'read' | 'read_write';
}

export const input = (index: number): StorageBinding => ({ kind: 'input', index });
export const output = (index: number): StorageBinding => ({ kind: 'output', index });
export const workspace: StorageBinding = { kind: 'workspace' };

/** Storage buffers that a kernel may bind: WebGPU's default limit. */
export const mostBuffers = 8;

// What a kernel is: WGSL with the shapes baked in, what to bind to it, and how many workgroups to dispatch. A plain
// value, made without a GPU, so that it can be read, compared and tested anywhere.

import type { Computation, Instruction } from '../../../ir/index.js';
import type { AdapterProfile } from '../adapter-profile.js';

/** What stands behind one binding of a kernel; binding numbers follow the order of `Kernel.bindings`. */
export type Binding =
  /** The instruction's input of this index, read only; of its buffer all, or so many bytes. */
  | { readonly kind: 'input'; readonly index: number; readonly bytes?: number }
  /** The instruction's output of this index, written (and read where the computation works in place). */
  | { readonly kind: 'output'; readonly index: number; readonly bytes?: number }
  /**
   * The instruction's workspace: from its beginning, or a region of it (the offset a multiple of 256), written or
   * not.
   */
  | { readonly kind: 'workspace'; readonly offset?: number; readonly bytes?: number }
  /** The uniform buffer of `PartSettings`: see `settingsStruct`. */
  | { readonly kind: 'settings' }
  /** The number of the slice at hand: see slices.ts. */
  | { readonly kind: 'slice' }
  /** The numbers that tell the kernel from others of its text: see shared.ts. */
  | { readonly kind: 'numbers' };

/** A binding to what kernels work on. */
export type StorageBinding = Exclude<Binding, { kind: 'settings' | 'slice' | 'numbers' }>;

export interface Kernel {
  /** For debuggers and messages, e.g. `conv.2: conv`. */
  readonly label: string;
  readonly code: string;
  readonly bindings: readonly Binding[];
  /** Each at most 65,535, WebGPU's limit. */
  readonly workgroups: readonly [x: number, y: number, z: number];
}

/** The kernels of an instruction for an adapter, to be dispatched in this order. */
export type KernelsOf<C extends Computation> = (instruction: Instruction<C>, adapter: AdapterProfile) => Kernel[];

/** One storage buffer of a kernel as WGSL sees it. */
export interface StorageBuffer {
  readonly name: string;
  readonly type: 'f32' | 'u32' | 'vec2f' | 'vec4f';
  /** Elements of that type. Baked in: software adapters load from a sized array 20 to 35 % faster. */
  readonly size: number;
  /** The text leaves the size out, and finds as many elements as the binding has bytes for. */
  readonly unsized?: boolean;
  readonly binding: Binding;
  /** `read_write` where not stated and an output. */
  readonly access?: 'read' | 'read_write';
}

export const input = (index: number): StorageBinding => ({ kind: 'input', index });
export const output = (index: number): StorageBinding => ({ kind: 'output', index });
export const workspace: StorageBinding = { kind: 'workspace' };

/** Threads in a workgroup: a multiple of every GPU's subgroup, and few enough that large register tiles fit. */
const workgroupSize = 64;
const mostWorkgroups = 65_535;

/** Storage buffers that a kernel may bind: WebGPU's default limit. */
export const mostBuffers = 8;

/** `PartSettings` as the executor writes it: 16 bytes. */
const settingsStruct = `
struct Settings { learning_rate: f32, step: u32, seed: u32, first_image: u32 }
`;

/**
 * What a kernel knows of its place in the dispatch, and all it makes of it: one pair of lines, for slices.ts to
 * change.
 */
export const workgroupParameter = '@builtin(workgroup_id) workgroup_at: vec3u';
export const workgroupNumber = '  let workgroup = ';

/**
 * Puts a kernel together. `body` runs once for each `i` (u32) from 0 to `threads` - 1; threads beyond return before
 * it. With `countedBy`, the name of an unsized buffer that has an element for each thread, the text does not tell how
 * many there are, and kernels of any (below 4 million) share it. `settings` binds the step's settings as the uniform
 * `settings`, after the buffers.
 */
export function makeKernel(parts: {
  readonly label: string;
  readonly buffers: readonly StorageBuffer[];
  readonly threads: number;
  readonly countedBy?: string;
  readonly settings?: boolean;
  /**
   * The kernel hands values round within its quads, by `quad_lane`, for which WGSL wants every thread to come along:
   * the body then runs for all threads of all workgroups, of this size (a multiple of 4) and numbered by `workgroup`
   * (u32), and must leave be what lies beyond its work.
   */
  readonly quads?: { readonly workgroupSize: number };
  /**
   * The body runs for all threads of workgroups of this size, numbered by `workgroup` (u32), so that they can wait
   * for each other.
   */
  readonly workgroup?: { readonly size: number };
  /** Functions and constants the body uses. */
  readonly declarations?: string;
  readonly body: string;
}): Kernel {
  const { label, buffers, threads, countedBy, settings = false, quads, workgroup, declarations = '', body } = parts;
  const size = quads?.workgroupSize ?? workgroup?.size ?? workgroupSize;
  const bindings: Binding[] = buffers.map((buffer) => buffer.binding);
  if (settings) bindings.push({ kind: 'settings' });
  const groups = Math.ceil(threads / size);
  const rows = Math.ceil(groups / mostWorkgroups);
  const columns = Math.ceil(groups / rows);
  const code = `
${quads ? 'enable subgroups;' : ''}
${buffers.map(declareBuffer).join('\n')}
${settings ? `${settingsStruct}@group(0) @binding(${buffers.length}) var<uniform> settings: Settings;` : ''}
${declarations}
@compute @workgroup_size(${size})
fn main(${workgroupParameter}, @builtin(local_invocation_index) lane: u32${quads ? ', @builtin(subgroup_invocation_id) quad_lane: u32' : ''}) {
${workgroupNumber}${rows === 1 ? '' : `workgroup_at.y * ${columns}u + `}workgroup_at.x;
${
  quads || workgroup
    ? ''
    : `  let i = workgroup * ${size}u + lane;
  if (i >= ${countedBy === undefined ? `${threads}u` : `arrayLength(&${countedBy})`}) { return; }`
}
${body}
}
`;
  return { label, code, bindings, workgroups: [columns, rows, 1] };
}

function declareBuffer(buffer: StorageBuffer, index: number): string {
  const access = buffer.access ?? (buffer.binding.kind === 'input' ? 'read' : 'read_write');
  const { name, type, size, unsized = false } = buffer;
  return `@group(0) @binding(${index}) var<storage, ${access}> ${name}: array<${type}${unsized ? '' : `, ${size}`}>;`;
}

// Emits the WGSL of a kernel for an adapter and a plan: f16 storage (loads widened to f32, stores rounded; arithmetic
// in f32), opaque loop bounds (emitter.ts) and dispatch slices. Shared shaders need all kernels of a program:
// shared-shaders.ts.
import { inlineConstants, markConstant } from './constants.js';
import { createEmitter, f16Types } from './emitter.js';
import type { Binding, Kernel, KernelSource, StorageBinding, StorageBuffer } from './kernel.js';
import { wgsl } from './wgsl.js';

export interface EmitOptions {
  /** Which tensors are stored as f16. Default: none. */
  readonly isF16?: (binding: StorageBinding) => boolean;
  readonly opaqueLoopBounds?: boolean;
  /** Keeps the source with its constants marked, for shared shaders. */
  readonly keepConstants?: boolean;
  /** Slices to cut the kernel's workgroups into, along x; fewer where it has fewer workgroups. Default: 1. */
  readonly slices?: number;
}

/** Threads in a workgroup: a multiple of every GPU's subgroup, and few enough that large register tiles fit. */
const defaultWorkgroupSize = 64;
const mostWorkgroups = 65_535;

/** The step's settings as the executor writes them: 32 bytes. */
const settingsStruct = `
struct Settings {
  learning_rate: f32, step: u32, seed: u32, first_image: u32, empty_slots: u32, partial_scale: f32,
  loss_scale: f32, unused: u32
}
`;

export function emitKernel(kernel: KernelSource, options: EmitOptions = {}): Kernel {
  const { label, buffers, threads, countedBy, settings = false, quads, workgroup, declarations = '' } = kernel;
  const { isF16 = () => false, opaqueLoopBounds = false, keepConstants = false, slices = 1 } = options;
  const f16 = readF16Buffers(label, buffers, isF16);
  const size = quads?.workgroupSize ?? workgroup?.size ?? defaultWorkgroupSize;
  const groups = Math.ceil(threads / size);
  const rows = Math.ceil(groups / mostWorkgroups);
  const columns = Math.ceil(groups / rows);
  const width = Math.ceil(columns / slices);
  const dispatches = Array.from({ length: Math.ceil(columns / width) }, (_, slice) => {
    return [Math.min(width, columns - slice * width), rows, 1] as const;
  });
  const isSliced = dispatches.length > 1;
  const bindings: Binding[] = buffers.map((buffer) => buffer.binding);
  if (settings) bindings.push({ kind: 'settings' });
  const sliceBinding = isSliced ? bindings.push({ kind: 'slice' }) - 1 : undefined;

  const emit = createEmitter(f16, opaqueLoopBounds);
  const body = kernel.body(emit);
  const dispatchSlice = `@group(0) @binding(${sliceBinding}) var<uniform> dispatch_slice: u32;\n`;
  const workgroupId = isSliced ? 'workgroup_in_slice' : 'workgroup_at';
  const quadLane = quads ? ', @builtin(subgroup_invocation_id) quad_lane: u32' : '';
  const source = `${f16.size > 0 ? 'enable f16;\n' : ''}
${quads ? 'enable subgroups;' : ''}
${buffers.map((buffer, index) => declareBuffer(buffer, index, f16.has(buffer.name))).join('\n')}
${settings ? `${settingsStruct}@group(0) @binding(${buffers.length}) var<uniform> settings: Settings;` : ''}
${typeof declarations === 'string' ? declarations : declarations(emit)}
${isSliced ? dispatchSlice : ''}${markConstant('table', '')}@compute @workgroup_size(${size})
fn main(@builtin(workgroup_id) ${workgroupId}: vec3u, @builtin(local_invocation_index) lane: u32${quadLane}) {
${
  isSliced
    ? wgsl`  let workgroup_at = vec3u(workgroup_in_slice.x + dispatch_slice * ${width}u, workgroup_in_slice.yz);\n`
    : ''
}  let workgroup = ${rows === 1 ? '' : wgsl`workgroup_at.y * ${columns}u + `}workgroup_at.x;
${
  // No dispatch has a second layer of workgroups, and the compiler can tell that the number is uniform.
  emit.usesOpaqueZero() ? '  let nothing = workgroup_at.z;\n' : ''
}${
  quads || workgroup
    ? ''
    : `  let i = workgroup * ${wgsl`${size}u`} + lane;
  if (i >= ${countedBy === undefined ? wgsl`${threads}u` : `arrayLength(&${countedBy})`}) { return; }`
}
${body}
}
`;
  return {
    label,
    code: inlineConstants(source),
    ...(keepConstants ? { source } : {}),
    bindings,
    workgroups: [columns, rows, 1],
    dispatches,
  };
}

/** The buffers in f16 storage, by name. */
function readF16Buffers(
  label: string,
  buffers: readonly StorageBuffer[],
  isF16: (binding: StorageBinding) => boolean,
): ReadonlyMap<string, keyof typeof f16Types> {
  const f16 = new Map<string, keyof typeof f16Types>();
  buffers.forEach(({ name, type, unsized, binding }, index) => {
    if (!isF16(binding)) return;
    // A binding of so many bytes, or an array as long as its binding, assumes 4 bytes a value.
    if (unsized || binding.bytes !== undefined || (type !== 'f32' && type !== 'vec4f')) {
      throw new Error(`${label}: the buffer at binding ${index} cannot be stored as f16`);
    }
    f16.set(name, type);
  });
  return f16;
}

function declareBuffer({ name, type, size, ...buffer }: StorageBuffer, index: number, isF16: boolean): string {
  const access = buffer.access ?? (buffer.binding.kind === 'input' ? 'read' : 'read_write');
  const element = isF16 ? f16Types[type as keyof typeof f16Types] : type;
  const length = buffer.unsized ? '' : markConstant('size', `, ${size}`);
  return `@group(0) @binding(${index}) var<storage, ${access}> ${name}: array<${element}${length}>;`;
}

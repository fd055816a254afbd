// The shape all elementwise kernels share: four values a thread where the size allows it, else one.
import { type Binding, type Kernel, makeKernel, type StorageBuffer } from './kernel.js';

/**
 * A kernel that writes `buffers`' outputs from their inputs at the same place. `body` is written once for both widths:
 * it sees `i`, the index, and the type `T` (f32 or vec4f).
 */
export function elementwise(parts: {
  readonly label: string;
  readonly size: number;
  readonly buffers: readonly { readonly name: string; readonly binding: Binding }[];
  readonly settings?: boolean;
  readonly declarations?: string;
  readonly body: string;
}): Kernel {
  const width = parts.size % 4 === 0 ? 4 : 1;
  const type = width === 4 ? 'vec4f' : 'f32';
  const threads = parts.size / width;
  const buffers = parts.buffers.map((buffer): StorageBuffer => ({ ...buffer, type, size: threads }));
  return makeKernel({ ...parts, buffers, threads, declarations: `alias T = ${type};\n${parts.declarations ?? ''}` });
}

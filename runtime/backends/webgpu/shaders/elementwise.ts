// Elementwise kernels: a vec4 a thread where the size divides by 4, else one value. Small tensors use unsized arrays,
// so that a network's biases and small filters share one pipeline; large ones have sized arrays, which load faster.
import type { Instruction, WithEpilogue } from '../../../ir/index.js';
import { emitEpilogue } from './epilogue.js';
import { input, type KernelSource, output, type StorageBinding, type StorageBuffer } from './kernel.js';
import { declared, wgsl } from './wgsl.js';

/**
 * Values up to which a tensor is small: where loads a fifth slower are some microseconds, and a pipeline some
 * milliseconds.
 */
const mostInSmall = 16_384;

/**
 * A kernel that writes `buffers`' outputs from their inputs at the same place. `body` is written once for both widths:
 * it sees `i`, the index, and the type `T` (f32 or vec4f).
 */
export function elementwise(parts: {
  readonly label: string;
  readonly size: number;
  readonly buffers: readonly { readonly name: string; readonly binding: StorageBinding }[];
  /** Buffers of a single f32 that every place reads. */
  readonly scalars?: readonly { readonly name: string; readonly binding: StorageBinding }[];
  readonly settings?: boolean;
  readonly declarations?: string;
  readonly body: KernelSource['body'];
}): KernelSource {
  const width = parts.size % 4 === 0 ? 4 : 1;
  const type = width === 4 ? 'vec4f' : 'f32';
  const threads = parts.size / width;
  const isSmall = parts.size <= mostInSmall;
  const place = ({ name, binding }: (typeof parts.buffers)[number]): StorageBuffer => ({
    name,
    type,
    size: threads,
    unsized: isSmall,
    binding: isSmall ? { ...binding, bytes: 4 * parts.size } : binding,
  });
  const buffers = [
    ...parts.buffers.map(place),
    ...(parts.scalars ?? []).map((buffer): StorageBuffer => ({ ...buffer, type: 'f32', size: 1 })),
  ];
  const declarations = `alias T = ${type};\n${parts.declarations ?? ''}`;
  return { ...parts, buffers, threads, countedBy: isSmall ? buffers[0].name : undefined, declarations };
}

/**
 * How many values an elementwise kernel with this epilogue takes at once: a row's statistics are taken four at a time
 * too.
 */
export function chooseWidth(size: number, { epilogue = [] }: WithEpilogue): 1 | 4 {
  const rows = epilogue.flatMap((step) => (step.kind === 'normalise' ? [step.channels] : []));
  return [size, ...rows].every((count) => count % 4 === 0) ? 4 : 1;
}

/**
 * A kernel that writes an instruction's output from its own inputs at the same place, which `loads` names in their
 * order. `value` sees them and the index `i`, and is of the type `T` (f32 or vec4f).
 */
export function elementwiseMap(parts: {
  readonly label: string;
  readonly instruction: Instruction;
  readonly size: number;
  readonly loads: readonly string[];
  /** An input after those, with a value for each channel of the result, or one for all: `value` sees it by its name. */
  readonly perChannel?: { readonly name: string; readonly channels: number };
  readonly value: string;
  readonly settings?: boolean;
  readonly declarations?: readonly string[];
}): KernelSource {
  const { label, instruction, size, loads, perChannel, value, settings = false, declarations = [] } = parts;
  const isSpread = perChannel !== undefined && perChannel.channels > 1;
  const width = chooseWidth(isSpread ? perChannel.channels : size, instruction.computation as WithEpilogue);
  const type = width === 4 ? 'vec4f' : 'f32';
  const threads = size / width;
  const result = { name: 'result', type, size: threads } as const;
  const epilogue = emitEpilogue(instruction, result);
  const buffers = loads.flatMap((_, index): StorageBuffer[] =>
    index === instruction.inPlace ? [] : [{ name: `from${index}`, type, size: threads, binding: input(index) }],
  );
  const columns = isSpread ? perChannel.channels / width : 1;
  if (perChannel) {
    buffers.push({
      name: 'channels',
      type: isSpread ? type : 'f32',
      size: columns,
      binding: input(loads.length),
    });
  }
  const from = (index: number) => (index === instruction.inPlace ? 'result' : `from${index}`);
  return {
    label,
    buffers: [...buffers, { ...result, binding: output(0) }, ...epilogue.buffers],
    threads,
    settings: settings || epilogue.settings,
    declarations: (emit) => declared(`alias T = ${type};`, ...declarations, ...epilogue.declare(emit)),
    body: ({ load, store }) => `
${loads.map((name, index) => `  let ${name} = ${load(from(index), 'i')};`).join('\n')}
${perChannel ? `  let ${perChannel.name} = T(${load('channels', isSpread ? wgsl`i % ${columns}u` : '0')});` : ''}
  ${store('result', 'i', epilogue.apply(value, 'i'))}`,
  };
}

// Writes the parts of a kernel's source that depend on how it is emitted: accesses to its storage buffers, which may
// hold f16 values, and its loops. Opaque bounds add a zero that the compiler cannot see: Mesa's llvmpipe unrolls nested
// loops of up to 32 iterations with constant bounds, which took up to four seconds to compile.
import { readConstantKind } from './constants.js';

export interface Emitter {
  /** The value of element `index` of the storage buffer, widened to f32 where it is stored as f16. */
  load(buffer: string, index: string): string;
  /** A statement that stores a value, rounded where the buffer holds f16; `operator` updates an f32 in place. */
  store(buffer: string, index: string, value: string, operator?: '=' | '+=' | '-='): string;
  /** The head of a loop while `counter` < `end`; its default step is one. */
  loop(counter: string, from: string, end: string, step?: string): string;
}

/** Element types of buffers in f16 storage. */
export const f16Types = { f32: 'f16', vec4f: 'vec4<f16>' } as const;

/** How source is emitted for one kernel; `usesOpaqueZero` is known once its body has been written. */
export interface EmitterState extends Emitter {
  readonly usesOpaqueZero: () => boolean;
}

/** @param f16 the buffers in f16 storage, by name, with the type of their elements once loaded */
export function createEmitter(
  f16: ReadonlyMap<string, keyof typeof f16Types>,
  opaqueLoopBounds: boolean,
): EmitterState {
  let opaque = false;
  return {
    load(buffer, index) {
      const type = f16.get(buffer);
      return type ? `${type}(${buffer}[${index}])` : `${buffer}[${index}]`;
    },
    store(buffer, index, value, operator = '=') {
      const type = f16.get(buffer);
      if (!type) return `${buffer}[${index}] ${operator} ${value};`;
      if (operator !== '=') throw new Error(`${buffer} is updated in place and cannot be stored as f16`);
      return `${buffer}[${index}] = ${f16Types[type]}(${value});`;
    },
    loop(counter, from, end, step = `${counter}++`) {
      const kind = opaqueLoopBounds ? readConstantKind(end) : undefined;
      opaque ||= kind !== undefined;
      const bound = kind ? `${end} + ${kind === 'u32' ? 'nothing' : 'i32(nothing)'}` : end;
      return `for (var ${counter} = ${from}; ${counter} < ${bound}; ${step})`;
    },
    usesOpaqueZero: () => opaque,
  };
}

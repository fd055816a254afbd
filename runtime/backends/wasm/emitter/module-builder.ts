// A module: functions over one imported memory, each exported by its index.
import { name, unsigned, vector } from './encoding.js';
import { FunctionBuilder } from './function-builder.js';

export interface MemoryLimits {
  /** Pages of 64 KiB. */
  readonly pages: number;
  /** A SharedArrayBuffer, for several threads. */
  readonly shared: boolean;
}

/** Bytes of a page of WebAssembly memory. */
export const pageBytes = 65536;

export class ModuleBuilder {
  readonly #functions: { parameters: number; body: readonly number[] }[] = [];

  /** Emits a function; its index, which is also the name of its export (`exportName`). */
  function(parameters: number, emit: (f: FunctionBuilder) => void): number {
    const builder = new FunctionBuilder(parameters);
    emit(builder);
    return this.#functions.push({ parameters, body: builder.body() }) - 1;
  }

  /** The module; its import `env.memory` has exactly these limits. */
  bytes({ pages, shared }: MemoryLimits): Uint8Array<ArrayBuffer> {
    const arities = [...new Set(this.#functions.map(({ parameters }) => parameters))];
    const types = arities.map((count) => [0x60, ...unsigned(count), ...new Array<number>(count).fill(0x7f), 0]);
    const memory = [
      ...name('env'),
      ...name('memory'),
      ...[0x02, shared ? 0x03 : 0x01],
      ...unsigned(pages),
      ...unsigned(pages),
    ];
    const exports = this.#functions.map((_, index) => [...name(exportName(index)), 0x00, ...unsigned(index)]);
    const chunks: (readonly number[])[] = [
      [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      ...section(1, vector(types)),
      ...section(2, vector([memory])),
      ...section(3, vector(this.#functions.map(({ parameters }) => unsigned(arities.indexOf(parameters))))),
      ...section(7, vector(exports)),
      ...codeSection(this.#functions.map(({ body }) => body)),
    ];
    const result = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
    let offset = 0;
    for (const chunk of chunks) {
      result.set(chunk, offset);
      offset += chunk.length;
    }
    return result;
  }
}

export function exportName(index: number): string {
  return `f${index}`;
}

function section(id: number, content: readonly number[]): (readonly number[])[] {
  return [[id, ...unsigned(content.length)], content];
}

/** The bodies are not copied together: they are most of a module. */
function codeSection(bodies: readonly (readonly number[])[]): (readonly number[])[] {
  const count = unsigned(bodies.length);
  const length = bodies.reduce((sum, body) => sum + body.length, count.length);
  return [[10, ...unsigned(length)], count, ...bodies];
}

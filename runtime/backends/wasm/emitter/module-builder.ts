// A module: functions over one imported memory, each exported by its index.
import { ByteBuffer } from './byte-buffer.js';
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
  /** By function: its number of parameters. */
  readonly #functions: number[] = [];
  readonly #bodies = new ByteBuffer();

  /** Emits a function; its index, which is also the name of its export (`exportName`). */
  function(parameters: number, emit: (f: FunctionBuilder) => void): number {
    const builder = new FunctionBuilder(parameters);
    emit(builder);
    builder.writeBody(this.#bodies);
    return this.#functions.push(parameters) - 1;
  }

  /** The module; its import `env.memory` has exactly these limits. */
  bytes({ pages, shared }: MemoryLimits): Uint8Array<ArrayBuffer> {
    const arities = [...new Set(this.#functions)];
    const types = arities.map((count) => [0x60, ...unsigned(count), ...new Array<number>(count).fill(0x7f), 0]);
    const memory = [
      ...name('env'),
      ...name('memory'),
      ...[0x02, shared ? 0x03 : 0x01],
      ...unsigned(pages),
      ...unsigned(pages),
    ];
    const exports = this.#functions.map((_, index) => [...name(exportName(index)), 0x00, ...unsigned(index)]);
    const module = new ByteBuffer();
    module.append([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
    const section = (id: number, content: readonly number[], rest = new ByteBuffer()) => {
      const start = new ByteBuffer();
      start.append(content);
      module.append([id]);
      module.appendSized(start, rest);
    };
    section(1, vector(types));
    section(2, vector([memory]));
    section(3, vector(this.#functions.map((parameters) => unsigned(arities.indexOf(parameters)))));
    section(7, vector(exports));
    section(10, unsigned(this.#functions.length), this.#bodies);
    return module.written.slice();
  }
}

export function exportName(index: number): string {
  return `f${index}`;
}

// Bytes that are written one after the other, in memory that grows by itself.
import { unsigned } from './encoding.js';

export class ByteBuffer {
  #bytes = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What was written so far; later writing may change it. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  append(bytes: readonly number[]): void {
    for (const byte of bytes) this.push(byte);
  }

  appendBytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** The bytes with their number before them, as the format has functions and sections. */
  appendSized(...parts: readonly ByteBuffer[]): void {
    this.append(unsigned(parts.reduce((sum, { length }) => sum + length, 0)));
    for (const { written } of parts) this.appendBytes(written);
  }

  push(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = byte;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + count));
    grown.set(this.written);
    this.#bytes = grown;
  }
}

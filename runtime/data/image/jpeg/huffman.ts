// Huffman tables of a JPEG, and the reader of a scan's bits. ITU-T T.81, annexes C and F.2.2.
import { findMarker } from './segments.js';

/** Codes up to this length are found by one look into a table. */
const lookBits = 9;

export interface HuffmanTable {
  /** Length of the code << 8 | symbol; 0 where the code is longer than the look. */
  readonly look: Uint16Array;
  /** By length: the largest code, -1 without one, and the distance from a code to its symbol. */
  readonly largest: Int32Array;
  readonly offset: Int32Array;
  readonly symbols: Uint8Array;
}

/** `counts` has the number of codes of each length from 1 to 16. */
export function createHuffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable {
  const look = new Uint16Array(1 << lookBits);
  const largest = new Int32Array(18).fill(-1);
  const offset = new Int32Array(18);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= 16; length++, code <<= 1) {
    offset[length] = index - code;
    for (let count = counts[length - 1]; count > 0; count--, code++, index++) {
      if (code >= 1 << length) throw new Error('a table of codes is not valid');
      largest[length] = code;
      if (length > lookBits) continue;
      const first = code << (lookBits - length);
      look.fill((length << 8) | symbols[index], first, first + (1 << (lookBits - length)));
    }
  }
  return { look, largest, offset, symbols };
}

/** Reads the bits of a scan up to the next marker; behind them it reads zeros, which `requireData` detects. */
export class BitReader {
  private bits = 0;
  private count = 0;
  /** Of the bits above, those behind the data. */
  private missing = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
  ) {}

  /** At most 16 bits. */
  read(length: number): number {
    if (this.count < length) this.fill();
    this.count -= length;
    return (this.bits >>> this.count) & ((1 << length) - 1);
  }

  /** A signed number of so many bits (T.81, F.12). */
  readSigned(length: number): number {
    if (length === 0) return 0;
    const value = this.read(length);
    return value < 1 << (length - 1) ? value - (1 << length) + 1 : value;
  }

  decode({ look, largest, offset, symbols }: HuffmanTable): number {
    if (this.count < 16) this.fill();
    const entry = look[(this.bits >>> (this.count - lookBits)) & ((1 << lookBits) - 1)];
    if (entry > 0) {
      this.count -= entry >> 8;
      return entry & 0xff;
    }
    for (let length = lookBits + 1; length <= 16; length++) {
      const code = (this.bits >>> (this.count - length)) & ((1 << length) - 1);
      if (code > largest[length]) continue;
      this.count -= length;
      return symbols[code + offset[length]];
    }
    throw new Error('its data holds a code that its tables do not');
  }

  /** Throws when bits were read that the file does not have. */
  requireData(): void {
    if (this.count < this.missing) throw new Error('its data ends early');
  }

  /** Goes on behind the restart marker with this number, 0 to 7. */
  restart(number: number): void {
    const marker = findMarker(this.bytes, this.at);
    if (this.bytes[marker + 1] !== 0xd0 + number) throw new Error('its data ends early');
    this.at = marker + 2;
    this.bits = 0;
    this.count = 0;
    this.missing = 0;
  }

  private fill(): void {
    while (this.count <= 24) {
      let byte = this.bytes[this.at] ?? 0xff;
      if (byte !== 0xff) this.at++;
      else if (this.bytes[this.at + 1] === 0) this.at += 2;
      else {
        byte = 0;
        this.missing += 8;
      }
      this.bits = (this.bits << 8) | byte;
      this.count += 8;
    }
  }
}

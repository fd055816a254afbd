// Writes tiny files of every format by the specifications, and serves them from memory.
import { deflateRawSync, deflateSync } from 'node:zlib';
import type { Entry, FileAnswer, Files, FolderAnswer } from '../../../runtime/data/index.js';

/** Files by path; folders follow from the slashes. */
export function filesOf(content: Readonly<Record<string, Uint8Array>>): Files {
  return {
    embedded: async (name) => {
      throw new Error(`${name} is not embedded`);
    },
    read: async (path, most): Promise<FileAnswer> => {
      const bytes = content[path];
      if (!bytes) return { kind: 'missing' };
      return bytes.length > most ? { kind: 'too-large', bytes: bytes.length } : { kind: 'bytes', bytes };
    },
    list: async (path): Promise<FolderAnswer> => {
      const inside = Object.keys(content).filter((file) => file.startsWith(`${path}/`));
      if (inside.length === 0) return { kind: 'missing' };
      const entries = inside.map((file): Entry => {
        const [name, ...below] = file.slice(path.length + 1).split('/');
        return { name: name, kind: below.length === 0 ? 'file' : 'folder' };
      });
      return { kind: 'entries', entries: [...new Map(entries.map((entry) => [entry.name, entry])).values()] };
    },
  };
}

/** CRC-32 (early versions of Node 20 have none). */
function crc32(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return (rest ^ 0xffffffff) >>> 0;
}

/** IDX of unsigned bytes. */
export function idx(sizes: readonly number[], values: Iterable<number>): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * sizes.length));
  header.setUint32(0, 0x0800 | sizes.length);
  for (const [axis, size] of sizes.entries()) header.setUint32(4 + 4 * axis, size);
  return new Uint8Array([...new Uint8Array(header.buffer), ...values]);
}

/** NumPy's array file, version 1. */
export function npy(type: string, shape: readonly number[], values: Uint8Array, order = 'False'): Uint8Array {
  const sides = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${type}', 'fortran_order': ${order}, 'shape': (${sides}), }`;
  const padded = `${text.padEnd(64 * Math.ceil((text.length + 11) / 64) - 11)}\n`;
  const length = new Uint8Array(new Uint16Array([padded.length]).buffer);
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), length, Buffer.from(padded, 'latin1'), values]);
}

export interface ZipOptions {
  readonly packed?: boolean;
  /** Changes the unpacked size that the zip claims for each member. */
  readonly says?: (size: number) => number;
  /** Members whose packed bytes and claimed size are given. */
  readonly replace?: Readonly<Record<string, { readonly packed: Uint8Array; readonly bytes: number }>>;
  /** Writes the directory's sizes and offsets into zip64 fields. */
  readonly zip64?: boolean;
}

/** A zip with these members. */
export function zip(
  members: Readonly<Record<string, Uint8Array>>,
  { packed = true, says = (size: number) => size, replace = {}, zip64 = false }: ZipOptions = {},
): Uint8Array {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, bytes] of Object.entries(members)) {
    const data = replace[name]?.packed ?? (packed ? deflateRawSync(bytes) : bytes);
    const size = says(replace[name]?.bytes ?? bytes.length);
    const header = Buffer.alloc(26);
    header.writeUInt16LE(20, 0);
    header.writeUInt16LE(packed ? 8 : 0, 4);
    header.writeUInt32LE(crc32(bytes), 10);
    header.writeUInt32LE(data.length, 14);
    header.writeUInt32LE(size, 18);
    header.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), header, Buffer.from(name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    const extra = Buffer.alloc(zip64 ? 28 : 0);
    if (zip64) {
      header.fill(0xff, 14, 22);
      tail.fill(0xff, 10, 14);
      header.writeUInt16LE(extra.length, 24);
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(24, 2);
      for (const [index, value] of [size, data.length, offset].entries()) {
        extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
      }
    }
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), header, tail, Buffer.from(name), extra]));
    parts.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}

export interface PngOptions {
  /** 0 grey, 2 colour, 3 palette, 4 grey with alpha, 6 colour with alpha. */
  readonly type?: number;
  readonly depth?: number;
  readonly interlace?: number;
  readonly palette?: readonly number[];
  /** Chunks before the pixels. */
  readonly more?: readonly Uint8Array[];
}

/** A PNG whose rows (each a filter byte and its bytes) are these. */
export function png(width: number, height: number, rows: Uint8Array, options: PngOptions = {}): Uint8Array {
  const { type = 2, depth = 8, interlace = 0, palette, more = [] } = options;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, type, 0, 0, interlace], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...(palette ? [chunk('PLTE', Uint8Array.from(palette))] : []),
    ...more,
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array()),
  ]);
}

export function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** A PNG of one colour. */
export function plainPng(width: number, height: number, colour: readonly [number, number, number]): Uint8Array {
  const row = [0, ...Array.from({ length: width }, () => colour).flat()];
  return png(width, height, Uint8Array.from(Array.from({ length: height }, () => row).flat()));
}

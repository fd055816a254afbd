// Reads IDX, MNIST's file format: two zero bytes, a type, the number of dimensions, each dimension as a big-endian
// 32-bit number, then the values. Only unsigned bytes (type 8) are supported; everything in the file is validated.
import { sizeOf } from '../../ir/index.js';
import { DataError } from '../dataset.js';
import { gunzip } from './gunzip.js';

const unsignedByte = 0x08;

/** Bytes of an IDX header with this many dimensions. */
const headerBytes = (dimensions: number) => 4 + 4 * dimensions;

/**
 * The values of an IDX file of unsigned bytes (a view, not a copy), in row-major order. Throws a DataError unless its
 * dimensions are exactly `dimensions`.
 */
export function readIdx(bytes: Uint8Array, dimensions: readonly number[], name: string): Uint8Array {
  const fail = (what: string): never => {
    throw new DataError(`${name} is not the IDX file expected: ${what}`);
  };
  const header = headerBytes(dimensions.length);
  if (bytes.length < header) fail(`${bytes.length} bytes are too few for its header of ${header}.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(0) !== 0) fail(`it begins with ${hex(view.getUint16(0))}, not with two zero bytes.`);
  if (view.getUint8(2) !== unsignedByte) fail(`its values have type ${hex(view.getUint8(2))}, not 0x8 (bytes).`);
  if (view.getUint8(3) !== dimensions.length) {
    fail(`it has ${view.getUint8(3)} dimensions, not ${dimensions.length}.`);
  }
  const found = dimensions.map((_, axis) => view.getUint32(4 + 4 * axis));
  if (found.some((size, axis) => size !== dimensions[axis])) {
    fail(`it says ${found.join('x')} values, not ${dimensions.join('x')}.`);
  }
  const values = bytes.subarray(header);
  const expected = product(dimensions);
  if (values.length !== expected) fail(`its header promises ${expected} values, it holds ${values.length}.`);
  return values;
}

/** Unpacks and reads a gzipped IDX file, in at most the memory of `dimensions`. */
export async function readGzippedIdx(
  packed: Uint8Array,
  dimensions: readonly number[],
  name: string,
): Promise<Uint8Array> {
  const limit = headerBytes(dimensions.length) + product(dimensions);
  return readIdx(await gunzip(packed, { limit, name }), dimensions, name);
}

function product(sizes: readonly number[]): number {
  return sizeOf(sizes);
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

// NumPy's array file: a magic, a version, a header that is a Python dictionary, then the values.
// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
import { sizeOf } from '../../ir/index.js';
import { DataError } from '../dataset.js';
import { dataLimits } from '../limits.js';

/** Supported types of images and labels, little-endian. */
const types = {
  '|u1': 1,
  '|i1': 1,
  '|b1': 1,
  '<u2': 2,
  '<i2': 2,
  '<u4': 4,
  '<i4': 4,
  '<u8': 8,
  '<i8': 8,
  '<f4': 4,
  '<f8': 8,
} as const;

type ValueType = keyof typeof types;

export interface NumpyHeader {
  readonly type: ValueType;
  /** At most four extents, each at least 1. */
  readonly shape: readonly number[];
  /** Offset of the values. */
  readonly start: number;
}

export interface NumpyArray extends Omit<NumpyHeader, 'start'> {
  /** The values in row-major order (a view, not a copy), at any alignment. */
  readonly bytes: DataView;
}

/** Bytes of a file that hold its header. */
export const npyHeaderBytes = 12 + dataLimits.npyHeaderBytes;

/**
 * Reads the header at the start of a file of so many bytes. Throws a DataError with the name unless it is that of a
 * row-major array of numbers with exactly this size.
 */
export function readNpyHeader(file: Uint8Array, fileBytes: number, name: string): NumpyHeader {
  const fail = (what: string): never => {
    throw new DataError(`${name} is not the array expected: ${what}`);
  };
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 12 || view.getUint32(0) !== 0x934e554d || view.getUint16(4) !== 0x5059) {
    fail('it does not begin as a .npy file does.');
  }
  const version = view.getUint8(6);
  if (version < 1 || version > 3) fail(`its format has version ${version}; 1 to 3 are read.`);
  const [start, length] = version === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  if (length > dataLimits.npyHeaderBytes || start + length > file.length)
    fail(`its header is said to have ${length} bytes.`);
  const header = String.fromCharCode(...file.subarray(start, start + length));
  const type = /'descr': *'([^']{1,8})'/.exec(header)?.[1] ?? fail('its header names no type.');
  const size = Object.hasOwn(types, type) ? types[type as ValueType] : fail(`its values have type ${type}; ${known}.`);
  if (!/'fortran_order': *False/.test(header)) fail('it is in column order: save np.ascontiguousarray(array).');
  const sides = /'shape': *\(([\d, ]{0,100})\)/.exec(header)?.[1] ?? fail('its header says no shape.');
  const shape = sides.split(',').flatMap((side) => (side.trim() === '' ? [] : [Number(side)]));
  if (shape.length === 0 || shape.length > 4) fail(`it has ${shape.length} dimensions; images have 3 or 4, labels 1.`);
  const values = sizeOf(shape);
  if (values === 0) fail(`it is empty (${shape.join('x')}).`);
  const held = fileBytes - start - length;
  if (values * size !== held)
    fail(`its header promises ${shape.join('x')} values of ${size} bytes, it holds ${held} bytes.`);
  return { type: type as ValueType, shape, start: start + length };
}

/** Throws a DataError with the name unless the file is a complete row-major array of numbers. */
export function readNpy(file: Uint8Array, name: string): NumpyArray {
  const { type, shape, start } = readNpyHeader(file, file.length, name);
  return { type, shape, bytes: new DataView(file.buffer, file.byteOffset + start, file.length - start) };
}

const known = `these are read: ${Object.keys(types).join(', ')}`;

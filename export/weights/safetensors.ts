// The safetensors format: a JSON header with each tensor's type, shape and place, then the values, little-endian.
// Specification: https://github.com/huggingface/safetensors#format. Reading trusts nothing of a file.

/** Values [shape] in f32. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface TensorFile {
  readonly tensors: readonly NamedTensor[];
  /** Texts by name. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Why a file cannot be used; the message is a predicate that ends with a full stop: `is cut short.` */
export class TensorFileError extends Error {
  override readonly name = 'TensorFileError';
}

/** The specification bounds the header by 100 MB; 100,000 tensors need some 16 MiB. */
export const safetensorsLimits = { headerBytes: 32 * 2 ** 20, tensors: 200_000, nameLength: 4096, axes: 8 } as const;

const lengthBytes = 8;
const alignment = 8;

export function writeSafetensors({ tensors, metadata }: TensorFile): Uint8Array {
  const entries: [string, unknown][] = Object.keys(metadata).length === 0 ? [] : [['__metadata__', metadata]];
  let end = 0;
  for (const { name, shape, values } of tensors) {
    const begin = end;
    end += values.byteLength;
    entries.push([name, { dtype: 'F32', shape, data_offsets: [begin, end] }]);
  }
  const json = new TextEncoder().encode(`{${entries.map((entry) => formatEntry(...entry)).join(',')}}`);
  const headerBytes = Math.ceil(json.length / alignment) * alignment;
  const file = new Uint8Array(lengthBytes + headerBytes + end);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(headerBytes), true);
  file.set(json, lengthBytes);
  file.fill(0x20, lengthBytes + json.length, lengthBytes + headerBytes);
  let at = lengthBytes + headerBytes;
  for (const { values } of tensors) {
    copyLittleEndian(values, file, at);
    at += values.byteLength;
  }
  return file;
}

function formatEntry(name: string, value: unknown): string {
  return `${JSON.stringify(name)}:${JSON.stringify(value)}`;
}

const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

function copyLittleEndian(values: Float32Array, to: Uint8Array, at: number): void {
  if (isLittleEndian) {
    to.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    return;
  }
  const view = new DataView(to.buffer);
  values.forEach((value, index) => {
    view.setFloat32(at + 4 * index, value, true);
  });
}

/** Reads floats of any width into f32. Throws a TensorFileError for everything else. */
export function readSafetensors(file: Uint8Array): TensorFile {
  const { header, data } = splitFile(file);
  const names = Object.keys(header).filter((name) => name !== '__metadata__');
  if (names.length > safetensorsLimits.tensors)
    throw new TensorFileError(`has ${names.length} tensors; at most ${safetensorsLimits.tensors} are read.`);
  const entries = names.map((name) => readEntry(name, header[name])).sort((a, b) => a.begin - b.begin || a.end - b.end);
  let end = 0;
  for (const entry of entries) {
    if (entry.begin !== end) throw new TensorFileError(`has a gap or an overlap before the values of ${entry.name}.`);
    end = entry.end;
  }
  if (end !== data.length)
    throw new TensorFileError(`${end > data.length ? 'is cut short' : 'has bytes that belong to no tensor'}.`);
  const tensors = entries.map(({ name, shape, dtype, begin, end }) => {
    return { name, shape, values: decoders[dtype](data.slice(begin, end)) };
  });
  return { tensors, metadata: readMetadata(header) };
}

function splitFile(file: Uint8Array) {
  const cutShort = () => new TensorFileError('is cut short.');
  if (file.length < lengthBytes) throw cutShort();
  const length = new DataView(file.buffer, file.byteOffset, file.byteLength).getBigUint64(0, true);
  if (length > BigInt(safetensorsLimits.headerBytes))
    throw new TensorFileError('is not a safetensors file, or one with a header over 32 MiB.');
  const start = lengthBytes + Number(length);
  if (start > file.length) throw cutShort();
  // A Buffer's `slice` would not copy.
  const data = new Uint8Array(file.buffer, file.byteOffset + start, file.byteLength - start);
  return { header: parseHeader(file.subarray(lengthBytes, start)), data };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // Reported below.
  }
  if (!isRecord(header)) throw new TensorFileError('has no header of the safetensors format.');
  return header;
}

function readMetadata(header: Record<string, unknown>): Record<string, string> {
  const metadata = header.__metadata__ ?? {};
  if (!isRecord(metadata)) throw new TensorFileError('has metadata that are not texts by name.');
  const entries = Object.entries(metadata).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  if (entries.length < Object.keys(metadata).length) throw new TensorFileError('has metadata that are not texts.');
  return Object.fromEntries(entries);
}

interface Entry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function readEntry(name: string, value: unknown): Entry {
  const { nameLength, axes } = safetensorsLimits;
  if (name.length > nameLength) throw new TensorFileError(`has a name of more than ${nameLength} characters.`);
  const { dtype, shape, data_offsets: offsets } = isRecord(value) ? value : {};
  if (typeof dtype === 'string' && dtype !== '' && !Object.hasOwn(bytesOf, dtype))
    throw new TensorFileError(`has values of type ${dtype} in ${name}; F32, F16, BF16 and F64 are read.`);
  const isWhole = typeof dtype === 'string' && areCounts(shape) && areCounts(offsets) && offsets.length === 2;
  if (!isWhole || shape.length > axes) throw new TensorFileError(`has no type, shape or place for ${name}.`);
  const [begin, end] = offsets;
  const bytes = shape.reduce((product, side) => product * side, bytesOf[dtype as Dtype]);
  if (end - begin !== bytes) throw new TensorFileError(`has a place for ${name} that is not as large as its shape.`);
  return { name, dtype: dtype as Dtype, shape, begin, end };
}

function areCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const bytesOf = { F16: 2, BF16: 2, F32: 4, F64: 8 } as const;

type Dtype = keyof typeof bytesOf;

/** From bytes that begin an ArrayBuffer of their own. */
const decoders: { readonly [D in Dtype]: (bytes: Uint8Array<ArrayBuffer>) => Float32Array } = {
  F32: ({ buffer }) =>
    isLittleEndian ? new Float32Array(buffer) : decode(buffer, 4, (view, at) => view.getFloat32(at, true)),
  F64: ({ buffer }) => decode(buffer, 8, (view, at) => view.getFloat64(at, true)),
  F16: ({ buffer }) => decode(buffer, 2, (view, at) => decodeHalf(view.getUint16(at, true))),
  BF16: ({ buffer }) => decode(buffer, 2, (view, at) => decodeBfloat(view.getUint16(at, true))),
};

function decode(buffer: ArrayBuffer, width: number, read: (view: DataView, at: number) => number): Float32Array {
  const view = new DataView(buffer);
  return Float32Array.from({ length: buffer.byteLength / width }, (_, index) => read(view, index * width));
}

/** IEEE 754 binary16. */
function decodeHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const scratch = new DataView(new ArrayBuffer(4));

/** The upper half of an f32. */
function decodeBfloat(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}

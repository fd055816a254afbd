// Reads NumPy's .npz, a zip of arrays. The sizes and headers of the four that are needed are checked before any is
// unpacked.
import { type DataSource, formatData } from '../../../model/index.js';
import { DataError, type DataSet, type Images } from '../dataset.js';
import { type Files, readWhole } from '../files.js';
import { type NumpyArray, npyHeaderBytes, readNpy, readNpyHeader } from '../formats/npy.js';
import { maxDeflateRatio } from '../formats/unpack.js';
import { readMember, readMemberStart, readZipDirectory, type ZipMember } from '../formats/zip.js';
import { dataLimits } from '../limits.js';

type Npz = Extract<DataSource, { kind: 'npz' }>;

const mostClasses = 65_536;
const mostSide = 65_536;

const arrays = ['x_train', 'y_train', 'x_test', 'y_test'] as const;
type ArrayName = (typeof arrays)[number];

/** Rejects with a DataError that names the file and the array. */
export async function loadNpz(source: Npz, files: Files): Promise<DataSet> {
  const { path } = source;
  const members = unzip(await readWhole(files, path, dataLimits.npzBytes), path);
  const read = (name: ArrayName) => readNpy(members[name], `${name} in ${path}`);
  const train = imagesOf(read('x_train'), read('y_train'), 'train', path);
  const test = imagesOf(read('x_test'), read('y_test'), 'test', path);
  if (train.sides.join() !== test.sides.join()) {
    const [trained, tested] = [train.sides.join('x'), test.sides.join('x')];
    throw new DataError(`${path}: images of x_train are ${trained}, those of x_test ${tested}.`);
  }
  const [height, width, channels] = train.sides;
  const classes = 1 + Math.max(train.largest, test.largest);
  return {
    name: formatData(source),
    shape: { height, width, channels },
    classes,
    train: train.images,
    test: test.images,
  };
}

/** Unpacks the four arrays, once the sizes and the headers of all of them are found sound. */
function unzip(bytes: Uint8Array, path: string): Record<ArrayName, Uint8Array> {
  const members = orDamaged(bytes, path, () => readZipDirectory(bytes, path, dataLimits.npzMembers));
  const missing = arrays.find((array) => !members.has(`${array}.npy`));
  if (missing !== undefined) {
    throw new DataError(
      `${path} holds no ${missing}: save ${arrays.map((array) => `${array}=...`).join(', ')} by np.savez.`,
    );
  }
  const found = arrays.map((array) => ({ array, member: members.get(`${array}.npy`)! }));
  requireSizes(
    found.map(({ member }) => member),
    path,
  );
  for (const { array, member } of found) {
    const start = orDamaged(bytes, path, () => readMemberStart(bytes, member, npyHeaderBytes));
    readNpyHeader(start, member.bytes, `${array} in ${path}`);
  }
  const unpacked = found.map(({ array, member }) => [array, orDamaged(bytes, path, () => readMember(bytes, member))]);
  return Object.fromEntries(unpacked) as Record<ArrayName, Uint8Array>;
}

function requireSizes(members: readonly ZipMember[], path: string): void {
  let unpacked = 0;
  for (const { name, bytes, packedBytes } of members) {
    unpacked += bytes;
    if (unpacked > dataLimits.npzUnpacked || bytes > maxDeflateRatio * packedBytes + 64) {
      throw new DataError(`${path} says that ${name} has ${bytes} bytes; at most ${dataLimits.npzUnpacked} are read.`);
    }
    if (bytes > dataLimits.unpackedBytes && bytes > dataLimits.npzRatio * packedBytes) {
      throw new DataError(
        `${path} says that ${name} unpacks from ${packedBytes} bytes to ${bytes}, more than ${dataLimits.npzRatio} ` +
          'times as many: no images pack so small. Save it by np.savez, which does not pack.',
      );
    }
  }
}

/** What a damaged zip throws, as a sentence. */
function orDamaged<R>(bytes: Uint8Array, path: string, read: () => R): R {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    const why = cause instanceof RangeError ? 'it is cut short' : (cause as Error).message;
    throw new DataError(
      `${path} is not a complete .npz file (${bytes.length} bytes): ${why}. Save it again with np.savez.`,
      { cause },
    );
  }
}

interface Read {
  readonly images: Images;
  readonly sides: readonly [height: number, width: number, channels: number];
  readonly largest: number;
}

function imagesOf(x: NumpyArray, y: NumpyArray, part: 'train' | 'test', path: string): Read {
  const fail = (what: string): never => {
    throw new DataError(`${path}: ${what}`);
  };
  const [count, height, width, channels = 1] = x.shape as [number, number?, number?, number?];
  if (height === undefined || width === undefined) {
    return fail(`x_${part} is ${x.shape.join('x')}; images are count x height x width, or with x channels behind.`);
  }
  if (Math.max(height, width, channels) > mostSide)
    fail(`images of x_${part} are ${height}x${width}x${channels}, too large.`);
  const labels = labelsOf(y, count, part, fail);
  const largest = labels.reduce((most, label) => Math.max(most, label), 0);
  return { images: { count, pixels: pixelsOf(x, part, fail), labels }, sides: [height, width, channels], largest };
}

function pixelsOf({ type, bytes }: NumpyArray, part: string, fail: (what: string) => never): Images['pixels'] {
  if (type === '|u1') return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (type !== '<f4' && type !== '<f8')
    return fail(`x_${part} holds ${type}; images are uint8 (|u1), float32 or float64.`);
  const size = type === '<f4' ? 4 : 8;
  const pixels = new Float32Array(bytes.byteLength / size);
  for (let index = 0; index < pixels.length; index++) {
    pixels[index] = size === 4 ? bytes.getFloat32(index * 4, true) : bytes.getFloat64(index * 8, true);
    if (!Number.isFinite(pixels[index])) fail(`x_${part} holds ${pixels[index]} (value ${index + 1}): clean it first.`);
  }
  return pixels;
}

function labelsOf(
  { type, shape, bytes }: NumpyArray,
  count: number,
  part: string,
  fail: (what: string) => never,
): Uint16Array {
  if (shape[0] !== count) fail(`x_${part} has ${count} images, y_${part} ${shape[0]} labels.`);
  if (shape.slice(1).some((side) => side !== 1)) {
    fail(`y_${part} is ${shape.join('x')}; it takes one class an image, as y.argmax(axis=1) makes it.`);
  }
  const read: ((index: number) => number | bigint) | undefined = {
    '|u1': (index: number) => bytes.getUint8(index),
    '|i1': (index: number) => bytes.getInt8(index),
    '|b1': (index: number) => bytes.getUint8(index),
    '<u2': (index: number) => bytes.getUint16(index * 2, true),
    '<i2': (index: number) => bytes.getInt16(index * 2, true),
    '<u4': (index: number) => bytes.getUint32(index * 4, true),
    '<i4': (index: number) => bytes.getInt32(index * 4, true),
    '<u8': (index: number) => bytes.getBigUint64(index * 8, true),
    '<i8': (index: number) => bytes.getBigInt64(index * 8, true),
    '<f4': undefined,
    '<f8': undefined,
  }[type];
  if (!read) return fail(`y_${part} holds ${type}; labels are whole numbers: save y.astype(int).`);
  return Uint16Array.from({ length: count }, (_, index) => {
    const label = read(index);
    if (label < 0 || label >= mostClasses)
      fail(`y_${part} holds the label ${label}; 0 to ${mostClasses - 1} are read.`);
    return Number(label);
  });
}

// Reads MNIST, CIFAR-10 and NumPy files by their specifications; malformed ones are rejected with a sentence.
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { Inflate } from 'fflate';
import { describe, expect, it, vi } from 'vitest';
import type { DataSource } from '../../../model/index.js';
import { DataError, loadData } from '../../../runtime/data/index.js';
import { filesOf, idx, npy, zip } from './write-files.js';

type Content = Record<string, Uint8Array>;

/** What loading is rejected with, and how many packed bytes were unpacked before. */
async function refusalAndWork(source: DataSource, content: Content): Promise<{ message: string; unpacked: number }> {
  const push = vi.spyOn(Inflate.prototype, 'push');
  try {
    const message = await refusal(source, content);
    return { message, unpacked: push.mock.calls.reduce((sum, [piece]) => sum + piece.length, 0) };
  } finally {
    push.mockRestore();
  }
}

/** The message of the DataError that loading rejects with. */
async function refusal(source: DataSource, content: Content): Promise<string> {
  const error = await loadData(source, filesOf(content)).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(DataError);
  return (error as DataError).message;
}

const bytes = (count: number, of = (index: number) => index % 251) =>
  Uint8Array.from({ length: count }, (_, i) => of(i));

describe('mnist', () => {
  const source: DataSource = { kind: 'mnist', path: 'data/mnist' };
  const at = (name: string) => `data/mnist/${name}`;
  const whole: Content = {
    [at('train-images-idx3-ubyte')]: idx([3, 28, 28], bytes(3 * 784)),
    [at('train-labels-idx1-ubyte')]: idx([3], [7, 0, 9]),
    [at('t10k-images.idx3-ubyte.gz')]: gzipSync(
      idx(
        [2, 28, 28],
        bytes(2 * 784, (i) => i % 7),
      ),
    ),
    [at('t10k-labels-idx1-ubyte.gz')]: gzipSync(idx([2], [1, 2])),
  };

  it('is read from its four files, gzipped or not', async () => {
    const data = await loadData(source, filesOf(whole));
    expect(data).toMatchObject({
      name: 'mnist("data/mnist")',
      shape: { height: 28, width: 28, channels: 1 },
      classes: 10,
    });
    expect([...data.train.labels, ...data.test.labels]).toEqual([7, 0, 9, 1, 2]);
    expect(data.train.pixels).toEqual(bytes(3 * 784));
    expect(data.test.pixels).toEqual(bytes(2 * 784, (i) => i % 7));
    expect((await loadData({ kind: 'fashion_mnist', path: 'data/mnist' }, filesOf(whole))).name).toContain('fashion');
  });

  it('is refused where a gzipped file unpacks to more than its header says', async () => {
    const images = Buffer.concat([idx([2, 28, 28], bytes(2 * 784)), new Uint8Array(100_000_000)]);
    const content = { ...whole, [at('t10k-images.idx3-ubyte.gz')]: gzipSync(images) };
    const read = vi.spyOn(ReadableStreamDefaultReader.prototype, 'read');
    try {
      expect(await refusal(source, content)).toContain('unpacks to more than the expected 1584 bytes');
      // All of it would come in more than a thousand pieces.
      expect(read.mock.calls.length).toBeLessThan(50);
    } finally {
      read.mockRestore();
    }
  });

  it.each<[string, Content, string]>([
    ['a missing folder', {}, 'There is no folder data/mnist'],
    ['a missing file', { [at('train-labels-idx1-ubyte')]: idx([3], [1, 2, 3]) }, 'holds no train-images-idx3-ubyte'],
    ['images cut short', { ...whole, [at('train-images-idx3-ubyte')]: idx([3, 28, 28], bytes(900)) }, 'it holds 900'],
    ['a header cut short', { ...whole, [at('train-images-idx3-ubyte')]: new Uint8Array(9) }, '9 bytes, too few'],
    [
      'absurdly many images',
      { ...whole, [at('train-images-idx3-ubyte')]: idx([2 ** 32 - 1, 28, 28], []) },
      '4294967295',
    ],
    ['other sides', { ...whole, [at('train-images-idx3-ubyte')]: idx([3, 32, 32], bytes(3072)) }, '3x32x32'],
    ['fewer labels', { ...whole, [at('train-labels-idx1-ubyte')]: idx([2], [1, 2]) }, 'it says 2 values, not 3'],
    ['a label too high', { ...whole, [at('train-labels-idx1-ubyte')]: idx([3], [1, 10, 2]) }, 'the label 10, above 9'],
    [
      'half a gzip',
      { ...whole, [at('t10k-labels-idx1-ubyte.gz')]: gzipSync(idx([2], [1, 2])).subarray(0, 12) },
      'gzip',
    ],
    [
      'a gzip that unpacks to far too much',
      { ...whole, [at('t10k-labels-idx1-ubyte.gz')]: gzipSync(new Uint8Array(5e7)) },
      'unpacks to more than the expected 10 bytes',
    ],
  ])('refuses %s', async (_, content, message) => {
    expect(await refusal(source, content)).toContain(message);
  });
});

describe('cifar10', () => {
  const source: DataSource = { kind: 'cifar10', path: 'cifar' };
  /** Red, green and blue planes one after the other. */
  const record = (label: number, first: number) => [label, ...bytes(3072, (i) => (first + i) % 256)];
  const whole: Content = Object.fromEntries([
    ...[1, 2, 3, 4, 5].map((part) => [
      `cifar/data_batch_${part}.bin`,
      Uint8Array.from([...record(part, part), ...record(0, 9)]),
    ]),
    ['cifar/test_batch.bin', Uint8Array.from(record(9, 100))],
  ]);

  it('is read from its six files, planes becoming pixels', async () => {
    const { train, test, shape, classes } = await loadData(source, filesOf(whole));
    expect({ shape, classes }).toEqual({ shape: { height: 32, width: 32, channels: 3 }, classes: 10 });
    expect([...train.labels]).toEqual([1, 0, 2, 0, 3, 0, 4, 0, 5, 0]);
    expect([...test.labels]).toEqual([9]);
    // Pixel 33, the second of the second row: 33 into each plane.
    expect([...test.pixels.subarray(33 * 3, 34 * 3)]).toEqual([133, (133 + 1024) % 256, (133 + 2048) % 256]);
    expect([...train.pixels.subarray(3072 * 2, 3072 * 2 + 3)]).toEqual([2, 2, 2]);
  });

  it.each<[string, Content, string]>([
    ['a missing file', { ...whole, 'cifar/test_batch.bin': undefined! }, 'There is no file cifar/test_batch.bin'],
    ["Python's version", { 'cifar/data_batch_1': bytes(10) }, 'What is there is the version for Python.'],
    ['a file cut short', { ...whole, 'cifar/data_batch_3.bin': bytes(3072) }, '3072 bytes, which is no multiple of'],
    ['an empty file', { ...whole, 'cifar/data_batch_3.bin': bytes(0) }, '0 bytes'],
    ['a wrong label', { ...whole, 'cifar/data_batch_2.bin': Uint8Array.from(record(10, 0)) }, 'the label 10 (image 1)'],
  ])('refuses %s', async (_, content, message) => {
    expect(await refusal(source, content)).toContain(message);
  });
});

describe('npz', () => {
  const source: DataSource = { kind: 'npz', path: 'a.npz' };
  const labels = (type: string, values: Uint8Array) => npy(type, [values.length / Number(type.slice(-1))], values);
  const little = (values: ArrayBufferView) => new Uint8Array(values.buffer);
  const whole = {
    'x_train.npy': npy('|u1', [3, 2, 2], bytes(12)),
    'y_train.npy': labels('<i8', little(new BigInt64Array([0n, 4n, 2n]))),
    'x_test.npy': npy('|u1', [1, 2, 2], bytes(4)),
    'y_test.npy': labels('|u1', bytes(1)),
    'more.npy': bytes(3),
  };
  const archive = (changes: Content = {}, options = {}): Content => ({
    'a.npz': zip({ ...whole, ...changes }, options),
  });

  /** The last pixel of the first member, which is x_train, changed. */
  const otherPixel = (saved: Uint8Array): Content => {
    const changed = Uint8Array.from(saved);
    changed[30 + 'x_train.npy'.length + whole['x_train.npy'].length - 1] ^= 1;
    return { 'a.npz': changed };
  };

  it.each([{ packed: true }, { packed: false }])('of bytes is read ($packed)', async (options) => {
    const data = await loadData(source, filesOf(archive({}, options)));
    expect(data).toMatchObject({ shape: { height: 2, width: 2, channels: 1 }, classes: 5 });
    expect([...data.train.labels]).toEqual([0, 4, 2]);
    expect([...data.train.pixels]).toEqual([...bytes(12)]);
    expect(data.test.count).toBe(1);
  });

  it.each([
    ['<f4', little(new Float32Array([0.5, -1, 2, 1e-3, 0, 1]))],
    ['<f8', little(new Float64Array([0.5, -1, 2, 1e-3, 0, 1]))],
  ])('of %s is read, the numbers as they are', async (type, values) => {
    const content = archive({
      'x_train.npy': npy(type, [3, 1, 1, 2], values),
      'x_test.npy': npy('|u1', [1, 1, 1, 2], bytes(2)),
    });
    const { train, shape } = await loadData(source, filesOf(content));
    expect(shape).toEqual({ height: 1, width: 1, channels: 2 });
    expect([...train.pixels]).toEqual([...new Float32Array([0.5, -1, 2, 1e-3, 0, 1])]);
  });

  it.each<[string, Content, string]>([
    ['no zip', { 'a.npz': bytes(100) }, 'a.npz is not a complete .npz file (100 bytes)'],
    ['an empty file', { 'a.npz': bytes(0) }, 'not a complete .npz file'],
    ['half a zip', { 'a.npz': archive()['a.npz'].subarray(0, 300) }, 'not a complete .npz file'],
    [
      'a pixel that was not saved',
      otherPixel(archive({}, { packed: false })['a.npz']),
      'x_train.npy does not match its checksum',
    ],
    ['a missing array', { 'a.npz': zip({ 'x_train.npy': whole['x_train.npy'] }) }, 'a.npz holds no y_train'],
    ['no array', archive({ 'x_test.npy': bytes(50) }), 'x_test in a.npz is not the array expected: it does not begin'],
    ['half a header', archive({ 'x_test.npy': whole['x_test.npy'].subarray(0, 40) }), 'its header is said to have'],
    [
      'too few values',
      archive({ 'x_train.npy': npy('|u1', [3, 2, 2], bytes(11)) }),
      'promises 3x2x2 values of 1 bytes, it holds 11',
    ],
    [
      'an absurd shape',
      archive({ 'x_train.npy': npy('|u1', [99999999, 99999999, 9], bytes(12)) }),
      'it holds 12 bytes',
    ],
    ['objects', archive({ 'x_train.npy': npy('|O', [3, 2, 2], bytes(12)) }), 'its values have type |O; these are read'],
    ['big-endian numbers', archive({ 'x_train.npy': npy('>f4', [3, 1, 1], bytes(12)) }), 'type >f4'],
    ['column order', archive({ 'x_train.npy': npy('|u1', [3, 2, 2], bytes(12), 'True') }), 'np.ascontiguousarray'],
    ['no images', archive({ 'x_train.npy': npy('|u1', [3, 4], bytes(12)) }), 'x_train is 3x4; images are'],
    ['an empty array', archive({ 'x_train.npy': npy('|u1', [0, 2, 2], bytes(0)) }), 'it is empty (0x2x2)'],
    ['fewer labels', archive({ 'y_train.npy': labels('|u1', bytes(2)) }), 'x_train has 3 images, y_train 2 labels'],
    ['one-hot labels', archive({ 'y_train.npy': npy('|u1', [3, 2], bytes(6)) }), 'y.argmax(axis=1)'],
    ['labels below 0', archive({ 'y_train.npy': labels('|i1', Uint8Array.from([0, 255, 1])) }), 'the label -1'],
    ['labels in fractions', archive({ 'y_train.npy': npy('<f4', [3], bytes(12)) }), 'save y.astype(int)'],
    [
      'labels too high',
      archive({ 'y_train.npy': labels('<u4', little(new Uint32Array([1, 65_536, 1]))) }),
      'the label 65536',
    ],
    [
      'images in integers',
      archive({ 'x_train.npy': npy('<i2', [3, 1, 1], bytes(6)) }),
      'images are uint8 (|u1), float32',
    ],
    [
      'other sides to test on',
      archive({ 'x_test.npy': npy('|u1', [1, 2, 3], bytes(6)) }),
      'x_train are 2x2x1, those of x_test 2x3x1',
    ],
    [
      'numbers that are none',
      archive({ 'x_train.npy': npy('<f4', [3, 1, 1], little(new Float32Array([1, Number.NaN, 0]))) }),
      'x_train holds NaN (value 2)',
    ],
    ['a size that no zip has', archive({}, { says: () => 2 ** 32 - 2 }), 'at most 2147483648 are read'],
    ['more than it says', archive({}, { says: () => 130 }), 'promises 3x2x2 values of 1 bytes, it holds 2 bytes'],
    [
      'an unknown method',
      { 'a.npz': edited(0, { entry: [[10, 12]] }) },
      'x_train.npy is packed by method 12; np.savez uses 0 or 8',
    ],
    ['a password', { 'a.npz': edited(0, { entry: [[8, 1]] }) }, 'x_train.npy is encrypted'],
    ['members that are elsewhere', { 'a.npz': edited(1, { entry: [[42, 7]] }) }, 'y_train.npy is not where'],
    ['a member behind the end', { 'a.npz': edited(1, { entry: [[42, 65_000]] }) }, 'it is cut short'],
    ['more members than it has', { 'a.npz': edited(0, { end: [[10, 900]] }) }, 'its directory is damaged'],
    ['too many members', { 'a.npz': edited(0, { end: [[10, 60_000]] }) }, 'a.npz holds 60000 files; at most 1000'],
    ['a directory behind the end', { 'a.npz': edited(0, { end: [[18, 65_000]] }) }, 'it is cut short'],
    ['a directory of zip64 that is missing', { 'a.npz': edited(0, { end: [[10, 0xffff]] }) }, '65535 files'],
  ])('refuses %s', async (_, content, message) => {
    expect(await refusal(source, content)).toContain(message);
  });

  /** The archive with 16-bit numbers changed: in the entry of a member of the directory, or in the end record. */
  function edited(
    member: number,
    { entry = [], end = [] }: Partial<Record<'entry' | 'end', readonly (readonly [place: number, value: number])[]>>,
  ): Uint8Array {
    const saved = Buffer.from(archive()['a.npz']);
    const ending = saved.length - 22;
    let at = saved.readUInt32LE(ending + 16);
    for (let index = 0; index < member; index++) at += 46 + saved.readUInt16LE(at + 28);
    for (const [place, value] of entry) saved.writeUInt16LE(value, at + place);
    for (const [place, value] of end) saved.writeUInt16LE(value, ending + place);
    return saved;
  }

  it('reads the sizes of zip64', async () => {
    const members = { ...whole, 'x_train.npy': whole['x_train.npy'] };
    const data = await loadData(source, filesOf({ 'a.npz': zip(members, { zip64: true }) }));
    expect([...data.train.pixels]).toEqual([...bytes(12)]);
  });

  it('rejects two megabytes that rightly say they unpack to two gigabytes, at once', async () => {
    // Zeros, packed a megabyte at a time: what np.savez_compressed makes of np.zeros.
    const block = deflateRawSync(new Uint8Array(2 ** 20), { finishFlush: constants.Z_FULL_FLUSH });
    const head = npy('|u1', [2047, 1024, 1024], new Uint8Array());
    const packed = Buffer.concat([
      deflateRawSync(head, { finishFlush: constants.Z_FULL_FLUSH }),
      ...new Array<Buffer>(2047).fill(block),
      deflateRawSync(new Uint8Array()),
    ]);
    expect(packed.length).toBeLessThan(3_000_000);
    const bomb = zip({ ...whole }, { replace: { 'x_train.npy': { packed, bytes: head.length + 2047 * 2 ** 20 } } });
    const { message, unpacked } = await refusalAndWork(source, { 'a.npz': bomb });
    expect(message).toContain('more than 200 times as many: no images pack so small');
    // Headers alone are unpacked, the first piece of each member.
    expect(unpacked).toBeLessThan(20_000);
  });

  it('stops where a member unpacks to more than it says, however much more', async () => {
    const packed = deflateRawSync(Buffer.concat([whole['x_train.npy'], new Uint8Array(200_000_000)]));
    const replace = { 'x_train.npy': { packed, bytes: whole['x_train.npy'].length } };
    expect(packed.length).toBeGreaterThan(150_000);
    const { message, unpacked } = await refusalAndWork(source, { 'a.npz': zip({ ...whole }, { replace }) });
    expect(message).toContain('x_train.npy does not have the size that the directory states');
    expect(unpacked).toBeLessThan(20_000);
  });

  it('rejects an archive of gigabytes before unpacking it', async () => {
    // Twenty kilobytes that say, rightly, what they hold would be read; these say four gigabytes.
    const bomb = archive(
      { 'x_train.npy': npy('|u1', [20_000_000, 1, 1], new Uint8Array(20_000_000)) },
      { says: () => 3e9 },
    );
    const { message, unpacked } = await refusalAndWork(source, bomb);
    expect(message).toContain('says that x_train.npy has 3000000000 bytes');
    expect(unpacked).toBe(0);
  });
});

// Damaged data files of every format: the answer is a data set or a DataError, and never more memory than is allowed.
import { gzipSync } from 'node:zlib';
import type { DataSource } from '../../../model/index.js';
import { DataError, type DataSet, loadData } from '../../../runtime/data/index.js';
import { filesOf, idx, npy, plainPng, png, zip } from '../../runtime/data/write-files.js';
import { jpegs } from '../generate/jpegs.js';
import { mutateBytes } from '../generate/mutate-bytes.js';
import type { Kind } from '../kind.js';
import { minimiseBytes } from '../minimise.js';
import type { Random } from '../random.js';

interface DamagedFiles {
  readonly source: DataSource;
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** The one that was changed. */
  readonly damaged: string;
}

export const dataFiles: Kind<DamagedFiles> = {
  name: 'data-files',
  draw(random) {
    const { source, files } = random.chance(0.02) ? drawZeros() : random.pick(formats)(random);
    const damaged = random.pick(Object.keys(files));
    return { source, damaged, files: { ...files, [damaged]: mutateBytes(files[damaged], random) } };
  },
  async check({ source, files }, ask) {
    const data = await ask(source.kind, () => loadOrRefuse(source, files));
    if (data) checkData(data);
  },
  async minimise(input, fails) {
    const replace = (bytes: Uint8Array) => ({ ...input, files: { ...input.files, [input.damaged]: bytes } });
    return replace(await minimiseBytes(input.files[input.damaged], (bytes) => fails(replace(bytes))));
  },
  describe: ({ files, damaged }) => ({ [damaged.replaceAll('/', '_')]: files[damaged] }),
};

async function loadOrRefuse(source: DataSource, files: DamagedFiles['files']): Promise<DataSet | undefined> {
  try {
    return await loadData(source, filesOf(files));
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    if (/\[object|\bundefined (bytes|x|of)/.test(error.message))
      throw new Error(`a sentence for people: ${error.message}`);
    return undefined;
  }
}

function checkData({ shape, classes, train, test }: DataSet): void {
  const values = shape.height * shape.width * shape.channels;
  for (const { count, pixels, labels } of [train, test]) {
    if (pixels.length !== count * values || labels.length !== count) throw new Error('sizes do not agree');
    if (labels.some((label) => label >= classes)) throw new Error('a label is above the number of classes');
    if (pixels instanceof Float32Array && !pixels.every(Number.isFinite)) throw new Error('a pixel is no number');
  }
}

type Format = (random: Random) => Omit<DamagedFiles, 'damaged'>;

const bytes = (length: number, random: Random) => Uint8Array.from({ length }, () => random.below(256));
const labels = (length: number, random: Random) => Uint8Array.from({ length }, () => random.below(10));

const formats: readonly Format[] = [
  (random) => {
    const packed = random.chance(0.5);
    const file = (name: string, content: Uint8Array) =>
      packed ? [`mnist/${name}.gz`, Uint8Array.from(gzipSync(content))] : [`mnist/${name}`, content];
    const files = Object.fromEntries([
      file('train-images-idx3-ubyte', idx([2, 28, 28], bytes(2 * 784, random))),
      file('train-labels-idx1-ubyte', idx([2], labels(2, random))),
      file('t10k-images-idx3-ubyte', idx([1, 28, 28], bytes(784, random))),
      file('t10k-labels-idx1-ubyte', idx([1], labels(1, random))),
    ]);
    return { source: { kind: 'mnist', path: 'mnist' }, files };
  },
  (random) => {
    const record = () => Uint8Array.from([random.below(10), ...bytes(3072, random)]);
    const names = ['data_batch_1', 'data_batch_2', 'data_batch_3', 'data_batch_4', 'data_batch_5', 'test_batch'];
    const files = Object.fromEntries(names.map((name) => [`cifar/${name}.bin`, record()]));
    return { source: { kind: 'cifar10', path: 'cifar' }, files };
  },
  (random) => {
    const type = random.pick(['|u1', '<f4', '<f8', '<i4']);
    const size = Number(type.slice(-1));
    const members = {
      'x_train.npy': npy(type, [3, 2, 2], bytes(12 * size, random)),
      'y_train.npy': npy('|u1', [3], labels(3, random)),
      'x_test.npy': npy(type, [1, 2, 2, 1], bytes(4 * size, random)),
      'y_test.npy': npy('<i8', [1], new Uint8Array(8)),
    };
    const archived = random.chance(0.5) ? members : damageOne(members, random);
    const says = random.chance(0.1) ? () => random.pick([0, 2 ** 31, 2 ** 32 - 1, 1e9]) : undefined;
    const file = zip(archived, { packed: random.chance(0.7), ...(says && { says }) });
    return { source: { kind: 'npz', path: 'set.npz' }, files: { 'set.npz': Uint8Array.from(file) } };
  },
  (random) => {
    const side = random.integer(1, 20);
    const picture = () => random.pick([...jpegs, plainPng(side, 3, [1, 2, 3]), greyPng(random), greyPng(random)]);
    const names = ['a/1', 'a/2', 'b/1', 'b/2'].map((name) => `photos/${name}${random.pick(['.png', '.jpg'])}`);
    const size = { height: 4, width: 4, channels: random.pick([1, 3]) };
    const files = Object.fromEntries(names.map((name) => [name, Uint8Array.from(picture())]));
    return { source: { kind: 'folder', path: 'photos', size, test: 0.5 }, files };
  },
];

/** Written once: it takes a second. */
let zeros: Uint8Array | undefined;

function drawZeros(): Omit<DamagedFiles, 'damaged'> {
  zeros ??= archiveOfZeros();
  return { source: { kind: 'npz', path: 'set.npz' }, files: { 'set.npz': zeros } };
}

/** Small on the disk and large in memory. */
function archiveOfZeros(): Uint8Array {
  const array = npy('|u1', [1_000, 100, 100], new Uint8Array(1e7));
  return Uint8Array.from(zip({ 'x_train.npy': array, 'y_train.npy': array, 'x_test.npy': array, 'y_test.npy': array }));
}

function damageOne<T extends Readonly<Record<string, Uint8Array>>>(members: T, random: Random): T {
  const name = random.pick(Object.keys(members));
  return { ...members, [name]: mutateBytes(members[name], random) };
}

/** Also with headers that promise more pixels than there are. */
function greyPng(random: Random): Uint8Array {
  const width = random.pick([1, 2, 10, 50_000, 2 ** 31]);
  const rows = Uint8Array.from({ length: 30 }, () => random.below(5));
  return png(width, random.pick([1, 3]), rows, {
    type: random.pick([0, 2, 3, 4, 6]),
    depth: random.pick([1, 2, 4, 8, 16]),
    interlace: random.below(2),
    palette: [...bytes(9, random)],
  });
}

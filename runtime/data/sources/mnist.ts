// Reads MNIST and data sets of the same format (Fashion-MNIST): four IDX files in a folder, gzipped or not.
import { type DataSource, formatData } from '../../../model/index.js';
import { DataError, type DataSet, type Images } from '../dataset.js';
import { type Entry, type Files, listFolder, readWhole } from '../files.js';
import { gunzip, isGzip } from '../formats/gunzip.js';
import { readIdx } from '../formats/idx.js';
import { dataLimits } from '../limits.js';

type Mnist = Extract<DataSource, { kind: 'mnist' | 'fashion_mnist' }>;

const side = 28;
const classes = 10;
const mostEntries = 10_000;

/** Rejects with a DataError that names the file. */
export async function loadMnist(source: Mnist, files: Files): Promise<DataSet> {
  const entries = await listFolder(files, source.path, mostEntries);
  const train = await load(source.path, 'train', entries, files);
  const test = await load(source.path, 't10k', entries, files);
  return { name: formatData(source), shape: { height: side, width: side, channels: 1 }, classes, train, test };
}

async function load(folder: string, part: string, entries: readonly Entry[], files: Files): Promise<Images> {
  const place = { folder, entries, files };
  const images = await unpacked(
    `${part}-images`,
    3,
    place,
    (header, path) => 16 + imagesIn(header, path) * side * side,
  );
  const count = imagesIn(images.bytes, images.path);
  const labels = await unpacked(`${part}-labels`, 1, place, () => 8 + count);
  const pixels = readIdx(images.bytes, [count, side, side], images.path);
  const values = readIdx(labels.bytes, [count], labels.path);
  const wrong = values.find((label) => label >= classes);
  if (wrong !== undefined) throw new DataError(`${labels.path} holds the label ${wrong}, above ${classes - 1}.`);
  return { count, pixels, labels: values };
}

interface DataFolder {
  readonly folder: string;
  readonly entries: readonly Entry[];
  readonly files: Files;
}

/**
 * Finds the file, gzipped or not, with a dash or a dot before `idx`; returns its unpacked bytes.
 * @param sizeOf the size that the file's header promises
 */
async function unpacked(
  name: string,
  dimensions: 1 | 3,
  { folder, entries, files }: DataFolder,
  sizeOf: (header: Uint8Array, path: string) => number,
) {
  const pattern = new RegExp(`^${name}[-.]idx${dimensions}-ubyte(\\.gz)?$`);
  const found = entries.find((entry) => pattern.test(entry.name));
  const wanted = `${name}-idx${dimensions}-ubyte`;
  if (!found)
    throw new DataError(`${folder} holds no ${wanted} (or ${wanted}.gz): put the four files of the set there.`);
  const path = `${folder}/${found.name}`;
  const headerBytes = 4 + 4 * dimensions;
  const limit = headerBytes + dataLimits.mnistImages * (dimensions === 3 ? side * side : 1);
  const bytes = await readWhole(files, path, limit);
  if (!isGzip(bytes)) return { path, bytes };
  const header = { bytes: headerBytes, sizeOf: (start: Uint8Array) => sizeOf(start, path) };
  return { path, bytes: await gunzip(bytes, { limit, name: path, header }) };
}

/** The header's count of images, within limits; `readIdx` then checks the file against it. */
function imagesIn(bytes: Uint8Array, path: string): number {
  if (bytes.length < 16)
    throw new DataError(`${path} has ${bytes.length} bytes, too few for the header of an IDX file.`);
  const count = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4);
  if (count >= 1 && count <= dataLimits.mnistImages) return count;
  throw new DataError(`${path} says it holds ${count} images; 1 to ${dataLimits.mnistImages} are read.`);
}

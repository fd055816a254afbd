// Reads CIFAR-10's binary version: records of a label and 32x32 pixels, one colour plane after the other.
// https://www.cs.toronto.edu/~kriz/cifar.html
import { type DataSource, formatData } from '../../../model/index.js';
import { DataError, type DataSet, type Images } from '../dataset.js';
import { type Files, listFolder, readWhole } from '../files.js';
import { dataLimits } from '../limits.js';

type Cifar10 = Extract<DataSource, { kind: 'cifar10' }>;

const side = 32;
const plane = side * side;
const channels = 3;
const record = 1 + channels * plane;
const classes = 10;
const mostEntries = 10_000;

const trainFiles = [1, 2, 3, 4, 5].map((part) => `data_batch_${part}.bin`);
const testFile = 'test_batch.bin';

/** Rejects with a DataError that names the file. */
export async function loadCifar10(source: Cifar10, files: Files): Promise<DataSet> {
  const { path } = source;
  const names = new Set((await listFolder(files, path, mostEntries)).map(({ name }) => name));
  const missing = [...trainFiles, testFile].find((name) => !names.has(name));
  if (missing !== undefined) {
    const python = names.has(missing.replace('.bin', '')) ? ' What is there is the version for Python.' : '';
    throw new DataError(`${path} holds no ${missing}: put the six files of CIFAR-10's binary version there.${python}`);
  }
  const parts: Uint8Array[] = [];
  for (const name of trainFiles) parts.push(await records(files, `${path}/${name}`));
  const test = images([await records(files, `${path}/${testFile}`)]);
  return {
    name: formatData(source),
    shape: { height: side, width: side, channels },
    classes,
    train: images(parts),
    test,
  };
}

async function records(files: Files, path: string): Promise<Uint8Array> {
  const bytes = await readWhole(files, path, dataLimits.cifarImages * record);
  const count = bytes.length / record;
  if (count < 1 || !Number.isInteger(count)) {
    throw new DataError(
      `${path} has ${bytes.length} bytes, which is no multiple of a record's ${record}: download it again.`,
    );
  }
  for (let index = 0; index < count; index++) {
    const label = bytes[index * record];
    if (label >= classes)
      throw new DataError(`${path} holds the label ${label} (image ${index + 1}), above ${classes - 1}.`);
  }
  return bytes;
}

/** From planes to pixels of three channels. */
function images(parts: readonly Uint8Array[]): Images {
  const count = parts.reduce((sum, part) => sum + part.length / record, 0);
  const pixels = new Uint8Array(count * channels * plane);
  const labels = new Uint8Array(count);
  let image = 0;
  for (const part of parts) {
    for (let at = 0; at < part.length; at += record, image++) {
      labels[image] = part[at];
      const target = image * channels * plane;
      for (let channel = 0; channel < channels; channel++) {
        const source = at + 1 + channel * plane;
        for (let place = 0; place < plane; place++) pixels[target + place * channels + channel] = part[source + place];
      }
    }
  }
  return { count, pixels, labels };
}

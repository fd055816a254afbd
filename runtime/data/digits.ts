// The embedded data set: a fixed subset of MNIST (digits/ORIGIN.md), there without a network.
import { DataError, type DataSet, type DataSetDescription, type Images, type ReadFile } from './dataset.js';
import { readGzippedIdx } from './idx.js';

export const digits: DataSetDescription = {
  name: 'digits',
  shape: { height: 28, width: 28, channels: 1 },
  classes: 10,
  trainCount: 5000,
  testCount: 1000,
  // pixel/255, from 0 to 1: paper is 0, as is what a convolution pads with.
  normalisation: { mean: [0], deviation: [1] },
};

/** Reads the four files `digits/{train,test}-{images,labels}.idx.gz`. */
export async function loadDigits(readFile: ReadFile): Promise<DataSet> {
  const [train, test] = await Promise.all([
    load(readFile, 'train', digits.trainCount),
    load(readFile, 'test', digits.testCount),
  ]);
  return { ...digits, train, test };
}

async function load(readFile: ReadFile, part: 'train' | 'test', count: number): Promise<Images> {
  const { height, width } = digits.shape;
  const read = async (name: string, dimensions: readonly number[]) =>
    readGzippedIdx(await readFile(name), dimensions, name);
  const [pixels, labels] = await Promise.all([
    read(`digits/${part}-images.idx.gz`, [count, height, width]),
    read(`digits/${part}-labels.idx.gz`, [count]),
  ]);
  const wrong = labels.find((label) => label >= digits.classes);
  if (wrong !== undefined) throw new DataError(`digits/${part}-labels.idx.gz holds the label ${wrong}, above 9.`);
  return { count, pixels, labels };
}

// Reads the embedded data set: a fixed subset of MNIST (digits/ORIGIN.md).
import { DataError, type DataSet, type Images, type ReadFile } from '../dataset.js';
import { readGzippedIdx } from '../formats/idx.js';

const classes = 10;
const side = 28;

/** Reads the four files `digits/{train,test}-{images,labels}.idx.gz`. */
export async function loadDigits(readFile: ReadFile): Promise<DataSet> {
  const [train, test] = await Promise.all([load(readFile, 'train', 5000), load(readFile, 'test', 1000)]);
  return { name: 'digits', shape: { height: side, width: side, channels: 1 }, classes, train, test };
}

async function load(readFile: ReadFile, part: 'train' | 'test', count: number): Promise<Images> {
  const read = async (name: string, dimensions: readonly number[]) =>
    readGzippedIdx(await readFile(name), dimensions, name);
  const [pixels, labels] = await Promise.all([
    read(`digits/${part}-images.idx.gz`, [count, side, side]),
    read(`digits/${part}-labels.idx.gz`, [count]),
  ]);
  const wrong = labels.find((label) => label >= classes);
  if (wrong !== undefined) throw new DataError(`digits/${part}-labels.idx.gz holds the label ${wrong}, above 9.`);
  return { count, pixels, labels };
}

// A folder of images: one folder a class, named after it, or `train` and `test` with these in each.
import { type DataSource, elements, formatData, type Shape } from '../../../model/index.js';
import { mulberry32 } from '../../ir/index.js';
import { shuffledOrder } from '../batches.js';
import { DataError, type DataSet, type Images } from '../dataset.js';
import { type Files, listFolder, readWhole } from '../files.js';
import { decodeImage, mostImageBytes } from '../image/decode-image.js';
import { fitPicture } from '../image/fit-picture.js';

type Folder = Extract<DataSource, { kind: 'folder' }>;

const mostImages = 200_000;
const mostBytes = 2 ** 31;
const mostClasses = 1000;
/** Files asked for before the first of them is decoded. */
const readAhead = 8;

interface Labelled {
  readonly path: string;
  readonly label: number;
}

/**
 * Rejects with a DataError that names the file.
 * @param onImage hears of every image read, and of how many there are
 */
export async function loadFolder(
  source: Folder,
  files: Files,
  onImage: (done: number, of: number) => void,
): Promise<DataSet> {
  const { path, size: shape } = source;
  const names = await foldersIn(files, path);
  const apart = names.includes('train') && names.includes('test');
  const { classes, train, test } = apart ? await readApart(files, path) : await split(files, path, names, source.test);
  const total = train.length + test.length;
  if (total > mostImages || total * elements(shape) > mostBytes) {
    const bytes = (total * elements(shape)).toLocaleString('en-US');
    throw new DataError(
      `${path} holds ${total} images, ${bytes} bytes at this size; at most ${mostImages} and 2 GiB are read.`,
    );
  }
  let done = 0;
  const heard = () => onImage(++done, total);
  return {
    name: formatData(source),
    shape,
    classes,
    train: await read(train, shape, files, heard),
    test: await read(test, shape, files, heard),
  };
}

async function readApart(files: Files, path: string) {
  const [trained, tested] = [await foldersIn(files, `${path}/train`), await foldersIn(files, `${path}/test`)];
  const odd = tested.find((name) => !trained.includes(name)) ?? trained.find((name) => !tested.includes(name));
  if (odd !== undefined) {
    throw new DataError(`${path}: the class ${odd} is in only one of train and test: each class has a folder in both.`);
  }
  requireClasses(trained, `${path}/train`);
  const train = (await byClass(files, `${path}/train`, trained)).flat();
  const test = (await byClass(files, `${path}/test`, tested)).flat();
  return { classes: trained.length, train, test };
}

/** The same share of every class is kept to test on, whatever the job's seed: chosen once and for all. */
async function split(files: Files, path: string, names: readonly string[], share: number) {
  requireClasses(names, path);
  const train: Labelled[] = [];
  const test: Labelled[] = [];
  const classes = await byClass(files, path, names);
  for (const [label, images] of classes.entries()) {
    const kept = Math.min(images.length - 1, Math.max(1, Math.round(share * images.length)));
    if (kept < 1 || share === 0) {
      const why = share === 0 ? 'test=0 keeps no image to test on' : `${path}/${names[label]} holds one image`;
      throw new DataError(`${why}: each class needs images to learn from and images to be tested on.`);
    }
    const order = shuffledOrder(images.length, mulberry32(label));
    const tested = new Set(order.subarray(0, kept));
    for (const [index, image] of images.entries()) (tested.has(index) ? test : train).push(image);
  }
  return { classes: names.length, train, test };
}

function requireClasses(names: readonly string[], path: string): void {
  if (names.length >= 2 && names.length <= mostClasses) return;
  throw new DataError(
    `${path} holds ${names.length} folders; it takes one for each class, 2 to ${mostClasses}, named after it.`,
  );
}

/** Folders by name; what begins with a dot is none of the user's. */
async function foldersIn(files: Files, path: string): Promise<readonly string[]> {
  const entries = await listFolder(files, path, mostImages);
  refuseLinks(entries, path);
  return entries.filter(({ kind, name }) => kind === 'folder' && !name.startsWith('.')).map(({ name }) => name);
}

/** For each class its images by name. */
async function byClass(files: Files, path: string, names: readonly string[]): Promise<readonly Labelled[][]> {
  const classes: Labelled[][] = [];
  for (const [label, name] of names.entries()) {
    const folder = `${path}/${name}`;
    const entries = (await listFolder(files, folder, mostImages)).filter((entry) => isImage(entry.name));
    refuseLinks(entries, folder);
    const images = entries.filter(({ kind }) => kind === 'file');
    if (images.length === 0)
      throw new DataError(`${folder} holds no image: it takes files that end in .png, .jpg or .jpeg.`);
    classes.push(images.map((entry) => ({ path: `${folder}/${entry.name}`, label })));
  }
  return classes;
}

function isImage(name: string): boolean {
  return /\.(png|jpe?g)$/i.test(name) && !name.startsWith('.');
}

function refuseLinks(entries: readonly { readonly name: string; readonly kind: string }[], path: string): void {
  const link = entries.find(({ kind }) => kind === 'link');
  if (link)
    throw new DataError(
      `${path}/${link.name} is a link, and links in a data set are not followed: put the file there.`,
    );
}

async function read(images: readonly Labelled[], shape: Shape, files: Files, heard: () => void): Promise<Images> {
  const size = elements(shape);
  const pixels = new Uint8Array(images.length * size);
  const waiting: Promise<Uint8Array>[] = [];
  for (const [index, { path }] of images.entries()) {
    for (let next = index + waiting.length; waiting.length < readAhead && next < images.length; next++) {
      const reading = readWhole(files, images[next].path, mostImageBytes);
      // A failure is met when its turn comes; until then it is no unhandled rejection.
      reading.catch(() => {});
      waiting.push(reading);
    }
    const bytes = await waiting.shift()!;
    fitPicture(decodeImage(bytes, path), shape, pixels.subarray(index * size, (index + 1) * size));
    heard();
  }
  return { count: images.length, pixels, labels: Uint16Array.from(images, ({ label }) => label) };
}

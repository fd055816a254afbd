// Reads a folder of images: one folder for each class, or `train` and `test` with such folders.
import { type DataSource, elements, formatData, type Shape } from '../../../model/index.js';
import { mulberry32 } from '../../ir/index.js';
import { shuffledOrder } from '../batches.js';
import { DataError, type DataSet, type Images } from '../dataset.js';
import { type Files, listFolder, readWhole } from '../files.js';
import { decodeImage } from '../image/decode-image.js';
import { fitPicture } from '../image/fit-picture.js';
import { dataLimits } from '../limits.js';

type Folder = Extract<DataSource, { kind: 'folder' }>;

/** Files requested ahead of the one being decoded. */
const readAhead = 8;

interface Labelled {
  readonly path: string;
  readonly label: number;
}

/**
 * Rejects with a DataError that names the file.
 * @param onImage progress, after every image
 */
export async function loadFolder(
  source: Folder,
  files: Files,
  onImage: (done: number, of: number) => void,
): Promise<DataSet> {
  const { path, size: shape } = source;
  const names = await listClassFolders(files, path);
  const isSplit = names.includes('train') && names.includes('test');
  const { classes, train, test } = isSplit
    ? await readSplit(files, path)
    : await split(files, path, names, source.test);
  const total = train.length + test.length;
  if (total > dataLimits.folderImages || total * elements(shape) > dataLimits.folderBytes) {
    const bytes = (total * elements(shape)).toLocaleString('en-US');
    throw new DataError(
      `${path} holds ${total} images, ${bytes} bytes at this size; ` +
        `at most ${dataLimits.folderImages} and 2 GiB are read.`,
    );
  }
  let done = 0;
  const report = () => onImage(++done, total);
  return {
    name: formatData(source),
    shape,
    classes,
    train: await read(train, shape, files, report),
    test: await read(test, shape, files, report),
  };
}

async function readSplit(files: Files, path: string) {
  const [trained, tested] = [
    await listClassFolders(files, `${path}/train`),
    await listClassFolders(files, `${path}/test`),
  ];
  const odd = tested.find((name) => !trained.includes(name)) ?? trained.find((name) => !tested.includes(name));
  if (odd !== undefined) {
    throw new DataError(`${path}: the class ${odd} is in only one of train and test: each class has a folder in both.`);
  }
  requireClasses(trained, `${path}/train`);
  const train = (await listImages(files, `${path}/train`, trained)).flat();
  const test = (await listImages(files, `${path}/test`, tested)).flat();
  return { classes: trained.length, train, test };
}

/** Takes the same share of every class as test images, independent of the job's seed. */
async function split(files: Files, path: string, names: readonly string[], share: number) {
  requireClasses(names, path);
  const train: Labelled[] = [];
  const test: Labelled[] = [];
  const classes = await listImages(files, path, names);
  for (const [label, images] of classes.entries()) {
    const held = Math.min(images.length - 1, Math.max(1, Math.round(share * images.length)));
    if (held < 1 || share === 0) {
      const why = share === 0 ? 'test=0 leaves no test images' : `${path}/${names[label]} has only one image`;
      throw new DataError(`${why}: each class needs training images and test images.`);
    }
    const order = shuffledOrder(images.length, mulberry32(label));
    const tested = new Set(order.subarray(0, held));
    for (const [index, image] of images.entries()) (tested.has(index) ? test : train).push(image);
  }
  return { classes: names.length, train, test };
}

function requireClasses(names: readonly string[], path: string): void {
  if (names.length >= 2 && names.length <= dataLimits.folderClasses) return;
  throw new DataError(
    `${path} holds ${names.length} folders; it takes one for each class, ` +
      `2 to ${dataLimits.folderClasses}, named after it.`,
  );
}

/** Sorted names of folders, without hidden ones. */
async function listClassFolders(files: Files, path: string): Promise<readonly string[]> {
  const entries = await listFolder(files, path, dataLimits.folderImages);
  refuseLinks(entries, path);
  return entries.filter(({ kind, name }) => kind === 'folder' && !name.startsWith('.')).map(({ name }) => name);
}

/** The images of each class, sorted by name. */
async function listImages(files: Files, path: string, names: readonly string[]): Promise<readonly Labelled[][]> {
  const classes: Labelled[][] = [];
  for (const [label, name] of names.entries()) {
    const folder = `${path}/${name}`;
    const entries = (await listFolder(files, folder, dataLimits.folderImages)).filter((entry) => isImage(entry.name));
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

async function read(images: readonly Labelled[], shape: Shape, files: Files, report: () => void): Promise<Images> {
  const size = elements(shape);
  const pixels = new Uint8Array(images.length * size);
  const waiting: Promise<Uint8Array>[] = [];
  for (const [index, { path }] of images.entries()) {
    for (let next = index + waiting.length; waiting.length < readAhead && next < images.length; next++) {
      const reading = readWhole(files, images[next].path, dataLimits.imageBytes);
      // A failure is thrown when its turn comes; until then it must not be an unhandled rejection.
      reading.catch(() => {});
      waiting.push(reading);
    }
    const bytes = await waiting.shift()!;
    fitPicture(decodeImage(bytes, path), shape, pixels.subarray(index * size, (index + 1) * size));
    report();
  }
  return { count: images.length, pixels, labels: Uint16Array.from(images, ({ label }) => label) };
}

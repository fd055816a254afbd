// Loads the data set of a training job into memory.
import type { DataSource } from '../../model/index.js';
import type { DataSet } from './dataset.js';
import type { Files } from './files.js';
import { loadCifar10 } from './sources/cifar10.js';
import { loadDigits } from './sources/digits.js';
import { loadFolder } from './sources/folder.js';
import { loadMnist } from './sources/mnist.js';
import { loadNpz } from './sources/npz.js';
import { drawShapes } from './sources/shapes.js';

export * from './dataset.js';
export type { Entry, FileAnswer, Files, FolderAnswer } from './files.js';

type OnImage = (done: number, of: number) => void;

/**
 * Rejects with a DataError, a sentence for people, with the error of `files`, or with the reason of `signal`.
 * @param onImage progress of data sets with one file an image
 */
export async function loadData(
  source: DataSource,
  files: Files,
  onImage: OnImage = () => {},
  signal?: AbortSignal,
): Promise<DataSet> {
  if (!signal) return load(source, files, onImage);
  signal.throwIfAborted();
  const stoppable =
    <Of extends unknown[], A>(ask: (...of: Of) => Promise<A>) =>
    async (...of: Of) => {
      signal.throwIfAborted();
      return ask(...of);
    };
  const stoppableFiles = {
    embedded: stoppable(files.embedded),
    read: stoppable(files.read),
    list: stoppable(files.list),
  };
  const loaded = load(source, stoppableFiles, (done, of) => {
    signal.throwIfAborted();
    onImage(done, of);
  });
  // A file that is never read, such as one of a network drive, must not hold a stop up.
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([loaded, aborted]);
}

async function load(source: DataSource, files: Files, onImage: OnImage): Promise<DataSet> {
  switch (source.kind) {
    case 'digits':
      return loadDigits(files.embedded);
    case 'shapes':
      return drawShapes(source);
    case 'mnist':
    case 'fashion_mnist':
      return loadMnist(source, files);
    case 'cifar10':
      return loadCifar10(source, files);
    case 'folder':
      return loadFolder(source, files, onImage);
    case 'npz':
      return loadNpz(source, files);
  }
}

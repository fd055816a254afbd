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

/**
 * Rejects with a DataError, a sentence for people, or with the error of `files`.
 * @param onImage progress of data sets with one file an image
 */
export async function loadData(
  source: DataSource,
  files: Files,
  onImage: (done: number, of: number) => void = () => {},
): Promise<DataSet> {
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

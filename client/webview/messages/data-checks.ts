// Checks that values are a data set's source and the steps of an augmentation: total tables, so that one nobody checks
// does not compile.
import type { Augmentation, DataSource } from '../../../model/index.js';
import { count, type Fields, finite, kindIn, positive, text } from './checks.js';
import { isPadding, isPair, isShape } from './shape-checks.js';

const hasPath = ({ path }: Fields) => text(path) && path !== '';

export const isDataSource = kindIn<DataSource>({
  digits: () => true,
  mnist: hasPath,
  fashion_mnist: hasPath,
  cifar10: hasPath,
  folder: (fields) => hasPath(fields) && isShape(fields.size) && finite(fields.test),
  npz: hasPath,
  shapes: ({ size, train, test, seed }) => isShape(size) && positive(train) && positive(test) && count(seed),
});

export const isAugmentation = kindIn<Augmentation>({
  flip: () => true,
  crop: ({ size, padding }) => isPair(size, positive) && isPadding(padding),
  normalise: () => true,
});

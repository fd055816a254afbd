// Checks that values are a data set's source and the steps of an augmentation: total tables, so that one nobody checks
// does not compile.
import type { Augmentation, DataSource } from '../../language/graph/index.js';
import { count, kindIn, positive } from './checks.js';
import { isPadding, isPair, isShape } from './shape-checks.js';

export const isDataSource = kindIn<DataSource>({
  digits: () => true,
  shapes: ({ size, train, test, seed }) => isShape(size) && positive(train) && positive(test) && count(seed),
});

export const isAugmentation = kindIn<Augmentation>({
  flip: () => true,
  crop: ({ size, padding }) => isPair(size, positive) && isPadding(padding),
  normalise: () => true,
});

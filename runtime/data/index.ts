// The room's door: which data sets there are, and how to get one.
import type { DataSet, DataSetDescription, ReadFile } from './dataset.js';
import { digits, loadDigits } from './digits.js';

export * from './dataset.js';

export interface DataSetSource {
  readonly description: DataSetDescription;
  /** Rejects with a DataError, or with what `readFile` rejected with. */
  load(readFile: ReadFile): Promise<DataSet>;
}

/** By the name a `train` statement uses. */
export const dataSets: ReadonlyMap<string, DataSetSource> = new Map([
  [digits.name, { description: digits, load: loadDigits }],
]);

// The room's door: a data set as a training job names it, ready in memory.
import type { DataSource } from '../../language/graph/index.js';
import type { DataSet, ReadFile } from './dataset.js';
import { loadDigits } from './digits.js';
import { drawShapes } from './shapes.js';

export * from './dataset.js';

/** Rejects with a DataError, or with what `readFile` rejected with. */
export async function loadData(source: DataSource, readFile: ReadFile): Promise<DataSet> {
  switch (source.kind) {
    case 'digits':
      return loadDigits(readFile);
    case 'shapes':
      return drawShapes(source);
  }
}

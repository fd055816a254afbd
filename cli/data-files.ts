// Where the command line finds the files of the embedded data sets.
import { readFile } from 'node:fs/promises';
import type { ReadFile } from '../runtime/data/index.js';

/** Beside the bundle (dist/digits/...), else in the sources. */
const folders = ['./', '../runtime/data/'];

export const readDataFile: ReadFile = async (name) => {
  for (const folder of folders) {
    try {
      return await readFile(new URL(folder + name, import.meta.url));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new Error(`The data file ${name} is missing: build the project anew (npm run build).`);
};

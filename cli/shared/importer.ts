// Reads the files that a .cnn file imports from the disk, each once, and no more of it than a network can need.
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type ImportedFile, type Importer, parseTree, type RefusedFile } from '../../language/index.js';
import { readSourceFile } from './source-file.js';

/** An importer for the file with this path; an imported file's id is its absolute path. */
export function importerFor(file: string): Importer {
  const found = new Map<string, ImportedFile | RefusedFile | undefined>();
  const importer = (path: string, from: string | undefined) => {
    const id = resolve(dirname(from ?? file), path);
    if (!found.has(id)) found.set(id, read(id, path));
    return found.get(id);
  };
  return Object.assign(importer, { root: resolve(file) });
}

function read(id: string, path: string): ImportedFile | RefusedFile | undefined {
  // Imports are not named on the command line: reading a pipe or a device might never end.
  if (statSync(id, { throwIfNoEntry: false })?.isFile() === false) return { reason: 'it is not a regular file.' };
  const source = readSourceFile(id, path);
  switch (source.kind) {
    case 'text':
      return { id, parsed: parseTree(source.text) };
    case 'missing':
      return undefined;
    case 'unreadable':
      return { reason: source.reason };
  }
}

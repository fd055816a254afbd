// Reads the files that a .cnn file imports from the disk, each once, and no more of it than a network can need.
import { dirname, resolve } from 'node:path';
import { maxSourceBytes, readRegularFileSync } from '../../filesystem/regular-file.js';
import { type ImportedFile, type Importer, parseTree, type RefusedFile } from '../../language/index.js';

/** An importer for the file with this path; an imported file's id is its absolute path. */
export function importerFor(file: string): Importer {
  const found = new Map<string, ImportedFile | RefusedFile | undefined>();
  const importer = (path: string, from: string | undefined) => {
    const id = resolve(dirname(from ?? file), path);
    if (!found.has(id)) found.set(id, read(id));
    return found.get(id);
  };
  return Object.assign(importer, { root: resolve(file) });
}

function read(id: string): ImportedFile | RefusedFile | undefined {
  const content = readRegularFileSync(id, { maxBytes: maxSourceBytes });
  switch (content.kind) {
    case 'bytes':
      return { id, parsed: parseTree(content.bytes.toString('utf8')) };
    case 'missing':
      return undefined;
    case 'too-large':
      return { reason: `it has more than ${maxSourceBytes / 2 ** 20} MiB, which no network needs.` };
    case 'refused':
      return { reason: `it ${content.reason}` };
  }
}

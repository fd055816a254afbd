// Reads a data set's files: embedded ones from beside the bundle, a job's own relative to its .cnn file. Reads only
// below the path that the job names; links that lead out of it are not followed.
import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { describeFileError, readRegularFile } from '../../filesystem/regular-file.js';
import { type DataSource, pathOf } from '../../model/index.js';
import type { Entry, FileAnswer, Files, FolderAnswer, ReadFile } from '../../runtime/data/index.js';

/** Beside the bundle (dist/digits/...), else in the sources. */
const folders = ['./', '../runtime/data/'];

const embedded: ReadFile = async (name) => {
  for (const folder of folders) {
    try {
      return await readFile(new URL(folder + name, import.meta.url));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new Error(`The data file ${name} is missing: build the project again (npm run build).`);
};

/** The files of a job in this .cnn file. */
export function dataFiles(file: string, source: DataSource): Files {
  const root = resolve(dirname(file), pathOf(source) ?? '.');
  /** Resolves links. The job's own path may be a link. */
  const find = async (path: string): Promise<string> => {
    const [named, found] = await Promise.all([realpath(root), realpath(resolve(dirname(file), path))]);
    if (found === named || found.startsWith(named + sep)) return found;
    throw new OutsideError(`${path} is a link that leads out of ${pathOf(source)}. Replace it by the file.`);
  };
  return {
    embedded,
    read: (path, most) => answerOrRefuse(path, async () => readUpTo(await find(path), most, path)),
    list: (path) => answerOrRefuse(path, async () => list(await find(path))),
  };
}

class OutsideError extends Error {}

async function list(folder: string): Promise<FolderAnswer> {
  const entries = await readdir(folder, { withFileTypes: true });
  return { kind: 'entries', entries: entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) })) };
}

interface Kinds {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

function kindOf(entry: Kinds): Entry['kind'] {
  if (entry.isSymbolicLink()) return 'link';
  return entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other';
}

async function readUpTo(file: string, maxBytes: number, path: string): Promise<FileAnswer> {
  // Links are resolved: one that takes the file's place from now on is not followed.
  const content = await readRegularFile(file, { maxBytes, followLinks: false });
  return content.kind === 'refused' ? { kind: 'refused', reason: `${path} ${content.reason}` } : content;
}

/** Turns an error of the file system into an answer. */
async function answerOrRefuse<A>(
  path: string,
  ask: () => Promise<A>,
): Promise<A | { readonly kind: 'missing' } | { readonly kind: 'refused'; readonly reason: string }> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof OutsideError) return { kind: 'refused', reason: error.message };
    const answer = describeFileError(error);
    return answer.kind === 'refused' ? { kind: 'refused', reason: `${path} ${answer.reason}` } : answer;
  }
}

// How readers get at files: whoever has a disk or a workspace hands in `Files`; the bounds and the words of what goes
// wrong are the same everywhere.
import { DataError, type ReadFile } from './dataset.js';

export interface Entry {
  /** Without the folder's path. */
  readonly name: string;
  /** `link`: leads somewhere that was not named, and is not followed. */
  readonly kind: 'file' | 'folder' | 'link' | 'other';
}

export type FileAnswer =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' }
  /** More than was asked for; nothing was read. */
  | { readonly kind: 'too-large'; readonly bytes: number }
  /** `reason` is a sentence. */
  | { readonly kind: 'refused'; readonly reason: string };

export type FolderAnswer =
  | { readonly kind: 'entries'; readonly entries: readonly Entry[] }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Paths are the job's own, and below it: relative to the .cnn file, with forward slashes. Rejects only where it
 * broke.
 */
export interface Files {
  /** A file of an embedded data set. */
  readonly embedded: ReadFile;
  /** A file of at most `most` bytes, whole. */
  readonly read: (path: string, most: number) => Promise<FileAnswer>;
  /** What lies in a folder, in any order. */
  readonly list: (path: string) => Promise<FolderAnswer>;
}

/** The file's bytes; a DataError with the path where there are none to be had. */
export async function readWhole(files: Files, path: string, most: number): Promise<Uint8Array> {
  const answer = await files.read(path, most);
  switch (answer.kind) {
    case 'bytes':
      return answer.bytes;
    case 'missing':
      throw new DataError(`There is no file ${path}; paths are relative to the .cnn file.`);
    case 'too-large':
      throw new DataError(`${path} has ${count(answer.bytes)} bytes; at most ${count(most)} are read.`);
    case 'refused':
      throw new DataError(answer.reason);
  }
}

/** What lies in the folder, by name; a DataError with the path where there is none, or more than `most` things. */
export async function listFolder(files: Files, path: string, most: number): Promise<readonly Entry[]> {
  const answer = await files.list(path);
  if (answer.kind === 'missing') {
    throw new DataError(`There is no folder ${path}; paths are relative to the .cnn file.`);
  }
  if (answer.kind === 'refused') throw new DataError(answer.reason);
  const { entries } = answer;
  if (entries.length > most)
    throw new DataError(`${path} holds ${count(entries.length)} files; at most ${count(most)} are read.`);
  return [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

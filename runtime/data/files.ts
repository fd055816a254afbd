// File access for readers: the host (command line, webview) passes in `Files`; limits and messages do not depend on it.
import { DataError, type ReadFile } from './dataset.js';

export interface Entry {
  /** Without the folder's path. */
  readonly name: string;
  /** Links are not followed: they may lead out of the workspace. */
  readonly kind: 'file' | 'folder' | 'link' | 'other';
}

export type FileAnswer =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' }
  /** Larger than the limit; nothing was read. */
  | { readonly kind: 'too-large'; readonly bytes: number }
  /** `reason` is a sentence for people. */
  | { readonly kind: 'refused'; readonly reason: string };

export type FolderAnswer =
  | { readonly kind: 'entries'; readonly entries: readonly Entry[] }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly reason: string };

/** Paths are relative to the .cnn file, with forward slashes. Rejects only on internal errors. */
export interface Files {
  /** A file of an embedded data set. */
  readonly embedded: ReadFile;
  /** Reads a whole file of at most `most` bytes. */
  readonly read: (path: string, most: number) => Promise<FileAnswer>;
  /** Lists a folder, in any order. */
  readonly list: (path: string) => Promise<FolderAnswer>;
}

/** The file's bytes; throws a DataError with the path when it cannot be read. */
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

/** A folder's entries sorted by name; throws a DataError with the path when there is none, or more than `most`. */
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

// Writes a file so that its reader sees all of it or none: to a temporary name beside it, to the disk, then renamed.
import { closeSync, fsyncSync, lstatSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/** A predicate that ends with a full stop, for a sentence about the file; undefined where it was written. */
export type NotWritten = string | undefined;

/** Bytes that one call writes at most: some systems take no more than 2 GiB. */
const chunkBytes = 2 ** 28;

export function writeWholeFile(path: string, content: Uint8Array): NotWritten {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    // Fails where the name is taken, so that no link is followed.
    const descriptor = openSync(draft, 'wx');
    try {
      for (let at = 0; at < content.length; ) {
        at += writeSync(descriptor, content, at, Math.min(chunkBytes, content.length - at));
      }
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, path);
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') rmSync(draft, { force: true });
    return reasons[code ?? ''] ?? `could not be written (${code ?? (error as Error).message}).`;
  }
}

/** Whether something has this name, a broken link included. */
export function isTaken(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'could not be written: permission denied.',
  EPERM: 'could not be written: permission denied.',
  EROFS: 'could not be written: its disk is read-only.',
  ENOSPC: 'could not be written: no space is left on the disk.',
  EDQUOT: 'could not be written: your quota of the disk is used up.',
  ENOENT: 'could not be written: there is no such folder.',
  ENOTDIR: 'could not be written: there is no such folder.',
  EISDIR: 'could not be written: it is a folder.',
  ENAMETOOLONG: 'has a name that is too long for the file system.',
};

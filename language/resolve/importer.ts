// How imports find files: the importer that the host passes in, and which paths it is called for.
import type { ParsedFile } from '../syntax/parsed-file.js';

export interface ImportedFile {
  /** Identifies the file, however the import is written: a URI or an absolute path. */
  readonly id: string;
  readonly parsed: ParsedFile;
}

/** A file that exists and may not be read; `reason` completes the sentence. */
export interface RefusedFile {
  readonly reason: string;
  readonly parsed?: undefined;
}

/**
 * Finds the file that `path` names when it is imported by the file `from` (undefined: the file being analysed). It is
 * called only for relative paths of .cnn files, with `/` between names.
 */
export interface Importer {
  (path: string, from: string | undefined): ImportedFile | RefusedFile | undefined;
  /** The id of the file being analysed, where it has one: a file that imports it in turn is a cycle. */
  readonly root?: string;
}

/** No scheme, drive, backslash or control character, and not absolute: the path means the same on every machine. */
function isRelativePath(path: string): boolean {
  return /^(?!\/)[^:\\\p{Cc}]+\.cnn$/u.test(path);
}

/** Finds the file an import names, or says why its path is none. */
export function findImported(path: string, from: string | undefined, importer: Importer): ReturnType<Importer> {
  if (isRelativePath(path)) return importer(path, from);
  return { reason: 'write the path of a .cnn file from this one, with / between folders: "blocks.cnn".' };
}

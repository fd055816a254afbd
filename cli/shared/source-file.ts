// Reads a .cnn file for any command: untrusted, so never more of it than a network could need.
import { closeSync, openSync, readSync } from 'node:fs';

/** Bytes; a .cnn file of a thousand layers has some 30,000. */
const limit = 2 * 1024 * 1024;

/** `reason` is a sentence that names the file. */
export type SourceFile =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing'; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * The file's text as UTF-8 (bytes that are none become U+FFFD, which the language then points at). Never throws.
 * @param name what people call the file, for the reason
 */
export function readSourceFile(file: string, name = file): SourceFile {
  const unreadable = (reason: string): SourceFile => ({ kind: 'unreadable', reason });
  try {
    const bytes = readUpTo(file, limit + 1);
    if (bytes.length > limit)
      return unreadable(`${name} has more than ${limit / 1024 / 1024} MiB: it is no .cnn file.`);
    return { kind: 'text', text: bytes.toString('utf8') };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing', reason: `There is no file ${name}.` };
    if (code === 'EISDIR') return unreadable(`${name} is a directory; name a .cnn file in it.`);
    if (code === 'EACCES' || code === 'EPERM') return unreadable(`${name} may not be read: permission denied.`);
    return unreadable(`${name} could not be read: ${message}.`);
  }
}

/** Also of a file without a size, such as a pipe. */
function readUpTo(file: string, bytes: number): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(bytes);
    let filled = 0;
    for (let read = -1; read !== 0 && filled < bytes; filled += read) {
      read = readSync(descriptor, buffer, filled, bytes - filled, null);
    }
    return buffer.subarray(0, filled);
  } finally {
    closeSync(descriptor);
  }
}

// Reads a .cnn file, which is untrusted: no more of it than a network can need.
import { closeSync, openSync, readSync } from 'node:fs';

/** A .cnn file of a thousand layers has some 30,000 bytes. */
const maxBytes = 2 * 1024 * 1024;

/** `reason` is a sentence that names the file. */
export type SourceFile =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing'; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * Reads the file as UTF-8; invalid bytes become U+FFFD, which the language reports. Never throws.
 * @param name the file's name in the reason
 */
export function readSourceFile(file: string, name = file): SourceFile {
  const unreadable = (reason: string): SourceFile => ({ kind: 'unreadable', reason });
  try {
    const bytes = readUpTo(file, maxBytes + 1);
    if (bytes.length > maxBytes)
      return unreadable(`${name} has more than ${maxBytes / 2 ** 20} MiB: it is not a .cnn file.`);
    return { kind: 'text', text: bytes.toString('utf8') };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing', reason: `There is no file ${name}.` };
    if (code === 'EISDIR') return unreadable(`${name} is a directory; name a .cnn file in it.`);
    if (code === 'EACCES' || code === 'EPERM') return unreadable(`${name} cannot be read: permission denied.`);
    return unreadable(`${name} could not be read: ${message}.`);
  }
}

/** Works for files without a size too, such as pipes. */
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

// Reads a .cnn file for any command: untrusted, so never more of it than a network could need.
import { createReadStream } from 'node:fs';

/** Bytes; a .cnn file of a thousand layers has some 30,000. */
const limit = 2 * 1024 * 1024;

export type SourceFile =
  | { readonly kind: 'text'; readonly text: string }
  /** `reason` is a sentence that names the file. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** The file's text as UTF-8 (bytes that are none become U+FFFD, which the language then points at). Never rejects. */
export async function readSourceFile(file: string): Promise<SourceFile> {
  const unreadable = (reason: string): SourceFile => ({ kind: 'unreadable', reason });
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of createReadStream(file, { end: limit })) chunks.push(chunk as Buffer);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return unreadable(`There is no file ${file}.`);
    if (code === 'EISDIR') return unreadable(`${file} is a directory; name a .cnn file in it.`);
    if (code === 'EACCES' || code === 'EPERM') return unreadable(`${file} may not be read: permission denied.`);
    return unreadable(`${file} could not be read: ${message}.`);
  }
  const bytes = Buffer.concat(chunks);
  if (bytes.length > limit) return unreadable(`${file} has more than ${limit / 1024 / 1024} MiB: it is no .cnn file.`);
  return { kind: 'text', text: bytes.toString('utf8') };
}

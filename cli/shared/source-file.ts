// Reads a .cnn file, which is untrusted: no more of it than a network can need.
import { maxSourceBytes, readNamedFileSync } from '../../filesystem/regular-file.js';

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
  const content = readNamedFileSync(file, { maxBytes: maxSourceBytes });
  switch (content.kind) {
    case 'bytes':
      return { kind: 'text', text: content.bytes.toString('utf8') };
    case 'missing':
      return { kind: 'missing', reason: `There is no file ${name}.` };
    case 'too-large':
      return {
        kind: 'unreadable',
        reason: `${name} has more than ${maxSourceBytes / 2 ** 20} MiB: it is not a .cnn file.`,
      };
    case 'refused':
      return { kind: 'unreadable', reason: `${name} ${content.reason}` };
  }
}

// Reads saved .cnn files for imports, where the server runs on Node: regular files of a bounded size, cached until they
// change.
import type { URI } from 'langium';
import { maxSourceBytes, type NotRead, readRegularFileSync, readStamp } from '../../filesystem/regular-file.js';
import type { ReadSource } from './imports.js';

const options = { maxBytes: maxSourceBytes };
const maxCached = 200;

/** By path; `stamp` changes with the file. */
const cache = new Map<string, { readonly stamp: string; readonly text: string }>();

export const readSource: ReadSource = (uri: URI) => {
  if (uri.scheme !== 'file') return undefined;
  const path = uri.fsPath;
  // Before the text: of a file that changes meanwhile, the newer text is cached under the older stamp, and read again.
  const now = readStamp(path, options);
  if (now.kind !== 'stamp') return describe(now);
  const cached = cache.get(path);
  if (cached?.stamp === now.stamp) return cached;
  const content = readRegularFileSync(path, options);
  if (content.kind !== 'bytes') return describe(content);
  const text = content.bytes.toString('utf8');
  if (cache.size >= maxCached) cache.clear();
  cache.set(path, { stamp: now.stamp, text });
  return { text };
};

function describe(answer: NotRead): ReturnType<ReadSource> {
  switch (answer.kind) {
    case 'missing':
      return undefined;
    case 'too-large':
      return { reason: `it has more than ${maxSourceBytes / 2 ** 20} MiB, which no network needs.` };
    case 'refused':
      return { reason: `it ${answer.reason}` };
  }
}

// Reads saved .cnn files for imports, where the server runs on Node: regular files of a bounded size, cached until they
// change.
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import type { URI } from 'langium';
import type { ReadSource } from './imports.js';

/** A .cnn file of a thousand layers has some 30,000 bytes. */
const maxBytes = 2 * 1024 * 1024;

const maxCached = 200;

/** By path; `stamp` changes with the file. */
const cache = new Map<string, { readonly stamp: string; readonly text: string }>();

export const readSource: ReadSource = (uri: URI) => {
  if (uri.scheme !== 'file') return undefined;
  let descriptor: number | undefined;
  try {
    // Without blocking: opening a pipe that has no writer would wait for ever.
    descriptor = openSync(uri.fsPath, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return { reason: 'it is not a regular file.' };
    const { size, mtimeMs, ctimeMs, ino } = stats;
    if (size > maxBytes) return { reason: `it has more than ${maxBytes / 1024 / 1024} MiB, which no network needs.` };
    const stamp = `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
    const cached = cache.get(uri.fsPath);
    if (cached?.stamp === stamp) return cached;
    const text = readFileSync(descriptor, 'utf8');
    if (cache.size >= maxCached) cache.clear();
    cache.set(uri.fsPath, { stamp, text });
    return { text };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? undefined
      : { reason: `it could not be read (${code ?? message}).` };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
};

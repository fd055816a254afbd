// Reads saved .cnn files for imports, where the server runs on Node: ordinary files of a bounded size, and again only
// when they have changed.
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import type { URI } from 'langium';
import type { ReadSource } from './imports.js';

/** Bytes; a .cnn file of a thousand layers has some 30,000. */
const limit = 2 * 1024 * 1024;

/** Texts kept, so that a request does not read what has not changed. */
const mostKept = 200;

const kept = new Map<string, { readonly stamp: string; readonly text: string }>();

export const readSource: ReadSource = (uri: URI) => {
  if (uri.scheme !== 'file') return undefined;
  let descriptor: number | undefined;
  try {
    // Without blocking: opening a pipe that nobody writes to would wait for ever.
    descriptor = openSync(uri.fsPath, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return { reason: 'it is no ordinary file.' };
    const { size, mtimeMs, ctimeMs, ino } = stats;
    if (size > limit) return { reason: `it has more than ${limit / 1024 / 1024} MiB, which no network needs.` };
    const stamp = `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
    const known = kept.get(uri.fsPath);
    if (known?.stamp === stamp) return known;
    const text = readFileSync(descriptor, 'utf8');
    if (kept.size >= mostKept) kept.clear();
    kept.set(uri.fsPath, { stamp, text });
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

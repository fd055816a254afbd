// Opens and reads untrusted files: regular files of a bounded size only. Opening never blocks, reading stops at the
// bound even if the file grows, and every error becomes a sentence.
import { closeSync, constants, fstatSync, openSync, read, readSync, type Stats } from 'node:fs';
import { promisify } from 'node:util';

export type NotRead =
  | { readonly kind: 'missing' }
  /** Larger than the bound; nothing was read. */
  | { readonly kind: 'too-large'; readonly bytes: number }
  /** `reason` is a predicate that ends with a full stop, for a sentence about the file: `is not a regular file.` */
  | { readonly kind: 'refused'; readonly reason: string };

export type FileContent = { readonly kind: 'bytes'; readonly bytes: Buffer } | NotRead;

interface OpenFile {
  readonly kind: 'open';
  readonly descriptor: number;
  readonly stats: Stats;
}

/** Of a .cnn file; one of a thousand layers has some 30,000 bytes. */
export const maxSourceBytes = 2 * 1024 * 1024;

export interface OpenOptions {
  readonly maxBytes: number;
  /** False for a path whose links are resolved: a link that took its place since is refused. */
  readonly followLinks?: boolean;
}

/** Reads a whole file at once: for small ones. */
export function readRegularFileSync(path: string, options: OpenOptions): FileContent {
  return withOpenFile(path, options, ({ descriptor, stats: { size } }) => {
    const buffer = Buffer.alloc(size + 1);
    return checkGrowth(buffer, fill(descriptor, buffer));
  });
}

/** A descriptor that the user's shell hands over: a pipe there is meant, as in `cnn check <(...)`. */
const ownDescriptor = /^\/dev\/(stdin|fd\/\d+)$/;

/** Reads a .cnn file that the user named: like readRegularFileSync, and a pipe of the shell. */
export function readNamedFileSync(path: string, options: OpenOptions): FileContent {
  if (!ownDescriptor.test(path)) return readRegularFileSync(path, options);
  try {
    const descriptor = openSync(path, 'r');
    try {
      const buffer = Buffer.alloc(options.maxBytes + 1);
      const filled = fill(descriptor, buffer);
      if (filled > options.maxBytes) return { kind: 'too-large', bytes: filled };
      return { kind: 'bytes', bytes: buffer.subarray(0, filled) };
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return describeFileError(error);
  }
}

/** Reads until the buffer is full or the file ends; the number of bytes. */
function fill(descriptor: number, buffer: Buffer): number {
  let filled = 0;
  for (let count = -1; count !== 0 && filled < buffer.length; filled += count) {
    count = readSync(descriptor, buffer, filled, buffer.length - filled, null);
  }
  return filled;
}

const readAsync = promisify(read);

/** Bytes read between two turns of the event loop. */
const chunkBytes = 16 * 2 ** 20;

/** Reads a whole file in chunks, so that the event loop goes on. */
export async function readRegularFile(path: string, options: OpenOptions): Promise<FileContent> {
  const file = openRegularFile(path, options);
  if (file.kind !== 'open') return file;
  try {
    const buffer = Buffer.allocUnsafe(file.stats.size + 1);
    let filled = 0;
    for (let count = -1; count !== 0 && filled < buffer.length; filled += count) {
      const length = Math.min(chunkBytes, buffer.length - filled);
      count = (await readAsync(file.descriptor, buffer, filled, length, null)).bytesRead;
    }
    return checkGrowth(buffer, filled);
  } catch (error) {
    return describeFileError(error);
  } finally {
    closeSync(file.descriptor);
  }
}

/** A text that changes with the file. */
export function readStamp(
  path: string,
  options: OpenOptions,
): { readonly kind: 'stamp'; readonly stamp: string } | NotRead {
  return withOpenFile(path, options, ({ stats: { ino, size, mtimeMs, ctimeMs } }) => ({
    kind: 'stamp' as const,
    stamp: `${ino} ${size} ${mtimeMs} ${ctimeMs}`,
  }));
}

/** The buffer has room for one byte more than the file had when it was opened. */
function checkGrowth(buffer: Buffer, filled: number): FileContent {
  if (filled === buffer.length) return { kind: 'refused', reason: 'grew while it was read: try again.' };
  return { kind: 'bytes', bytes: buffer.subarray(0, filled) };
}

/** To be closed by the caller. */
function openRegularFile(path: string, { maxBytes, followLinks = true }: OpenOptions): OpenFile | NotRead {
  const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;
  let descriptor: number | undefined;
  let answer: OpenFile | NotRead;
  try {
    // Without O_NONBLOCK, opening a pipe that has no writer waits for ever.
    descriptor = openSync(path, O_RDONLY | O_NONBLOCK | (followLinks ? 0 : O_NOFOLLOW));
    const stats = fstatSync(descriptor);
    if (stats.isDirectory()) answer = { kind: 'refused', reason: 'is a folder.' };
    else if (!stats.isFile()) answer = { kind: 'refused', reason: 'is not a regular file.' };
    else if (stats.size > maxBytes) answer = { kind: 'too-large', bytes: stats.size };
    else return { kind: 'open', descriptor, stats };
  } catch (error) {
    answer = describeFileError(error);
  }
  if (descriptor !== undefined) closeSync(descriptor);
  return answer;
}

function withOpenFile<R>(path: string, options: OpenOptions, use: (file: OpenFile) => R): R | NotRead {
  const file = openRegularFile(path, options);
  if (file.kind !== 'open') return file;
  try {
    return use(file);
  } catch (error) {
    return describeFileError(error);
  } finally {
    closeSync(file.descriptor);
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'cannot be read: permission denied.',
  EPERM: 'cannot be read: permission denied.',
  EISDIR: 'is a folder.',
  ELOOP: 'is a link that leads back to itself, or that took the place of a file.',
  EMFILE: 'could not be opened: too many files are open.',
  ENAMETOOLONG: 'has a name that is too long for the file system.',
  ENFILE: 'could not be opened: too many files are open.',
  ENODEV: 'is not a regular file.',
  ENOMEM: 'could not be read: there is not enough memory.',
  ENXIO: 'is not a regular file.',
  EIO: 'could not be read: its disk or network drive reports an error.',
  ERR_INVALID_ARG_VALUE: 'has a name that no file can have.',
  ERR_FS_FILE_TOO_LARGE: 'is too large.',
};

/** The answer for an error of Node's file system. */
export function describeFileError(error: unknown): Extract<NotRead, { kind: 'missing' | 'refused' }> {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
  const reason = reasons[code ?? ''] ?? `could not be read (${code ?? message}).`;
  return { kind: 'refused', reason };
}

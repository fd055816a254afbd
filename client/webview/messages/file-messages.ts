// Requests for the files of a job's data, from a page or a process to the extension, and the answers.
import { arrayOf, count, invalid, object, oneOf, positive, type Schema, text, variant } from '../../../model/schema.js';
import type { Entry, FileAnswer, FolderAnswer } from '../../../runtime/data/index.js';

/** Why there is no file. */
type NoFile = Exclude<FileAnswer, { kind: 'bytes' }>;

/** To the extension; its answers carry the `id`. */
export type FileRequest =
  /** Read a file of the job's data, of at most `most` bytes. */
  | { readonly type: 'read'; readonly id: number; readonly path: string; readonly most: number }
  /** Send its next chunk. */
  | { readonly type: 'next'; readonly id: number }
  /** List a folder of the job's data. */
  | { readonly type: 'list'; readonly id: number; readonly path: string };

/** From the extension. */
export type FileMessage =
  /** A chunk of the file requested under `id`, of `total` bytes: from `offset` on, at most `chunkBytes`. */
  | {
      readonly type: 'chunk';
      readonly id: number;
      readonly offset: number;
      readonly total: number;
      readonly bytes: Uint8Array;
    }
  | { readonly type: 'no-file'; readonly id: number; readonly answer: NoFile }
  | { readonly type: 'entries'; readonly id: number; readonly answer: FolderAnswer };

/** The largest chunk of a file that is sent at once. */
export const chunkBytes = 2 * 1024 * 1024;
const maxEntries = 1_000_000;

const chunk: Schema<Uint8Array> = (value) =>
  value instanceof Uint8Array && value.length <= chunkBytes ? value : invalid;

const failures = { missing: {}, refused: { reason: text } };

/** Schemas of the fields, for the unions of messages. */
export const fileRequests = {
  read: { id: positive, path: text, most: count },
  next: { id: positive },
  list: { id: positive, path: text },
};

export const fileMessages = {
  chunk: { id: positive, offset: count, total: count, bytes: chunk },
  'no-file': {
    id: positive,
    answer: variant<NoFile, 'kind'>('kind', { ...failures, 'too-large': { bytes: count } }),
  },
  entries: {
    id: positive,
    answer: variant<FolderAnswer, 'kind'>('kind', {
      ...failures,
      entries: {
        entries: arrayOf(object<Entry>({ name: text, kind: oneOf('file', 'folder', 'link', 'other') }), maxEntries),
      },
    }),
  },
};

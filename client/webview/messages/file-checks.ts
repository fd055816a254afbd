// Checks of what the extension says of a job's files.
import type { Entry, FileAnswer, FolderAnswer } from '../../../runtime/data/index.js';
import { arrayOf, count, isRecord, kindIn, text } from './checks.js';

const maximumEntries = 1_000_000;
const entryKinds: readonly unknown[] = ['file', 'folder', 'link', 'other'] satisfies Entry['kind'][];

export const isFolderAnswer = kindIn<FolderAnswer>({
  entries: ({ entries }) => arrayOf(isEntry, maximumEntries)(entries),
  missing: () => true,
  refused: ({ reason }) => text(reason),
});

/** Why there is no file. */
export const isNoFile = kindIn<Exclude<FileAnswer, { kind: 'bytes' }>>({
  missing: () => true,
  'too-large': ({ bytes }) => count(bytes),
  refused: ({ reason }) => text(reason),
});

function isEntry(value: unknown): value is Entry {
  return isRecord(value) && text(value.name) && entryKinds.includes(value.kind);
}

// Reads a job's data files for the training page or process, which cannot: through VS Code's file system, so that it
// works on remote machines and in browsers, and only below the path that the job names. Files go in chunks, on request.
import type { FileStat, FileType, Uri } from 'vscode';
import { chunkBytes, type FileMessage, type FileRequest } from '../../webview/messages/file-messages.js';

/** The part of VS Code that is used here, so that tests need no editor. */
export interface DataServerHost {
  readonly fs: {
    stat(uri: Uri): Thenable<Pick<FileStat, 'type' | 'size'>>;
    readFile(uri: Uri): Thenable<Uint8Array>;
    readDirectory(uri: Uri): Thenable<[string, FileType][]>;
  };
  /** Resolves a path relative to the folder of the .cnn file; undefined for a file that was never saved. */
  readonly resolve: ((path: string) => Uri) | undefined;
  readonly trusted: () => boolean;
  readonly post: (message: FileMessage) => void;
}

/** Files that may be sent at once. */
export const maxOpenFiles = 16;
const fileBit = 1;
const folderBit = 2;
const linkBit = 64;

type NotRead = { readonly kind: 'missing' } | { readonly kind: 'refused'; readonly reason: string };

/** Answers requests for files at or below `root`, the path in the job; undefined for a job without a path. */
export function createDataServer(root: string | undefined, { fs, resolve, trusted, post }: DataServerHost) {
  const openFiles = new Map<number, { readonly bytes: Uint8Array; offset: number }>();
  const checkedFolders = new Set<string>();

  /** The URI of a path that belongs to the job, else why it is refused. */
  const find = async (path: string): Promise<Uri | NotRead> => {
    if (!trusted()) {
      return refused(
        'This workspace is not trusted, so the data files of this job are not read. Trust it (Workspaces: Manage ' +
          'Workspace Trust), or train on digits or shapes, which need no files.',
      );
    }
    if (!resolve) return refused('Save the file first: the paths of its data are relative to it.');
    if (root === undefined || !isUnder(root, path))
      return refused(`${path} is not among the files that this job names.`);
    const below = path.slice(root.length).split('/').slice(1);
    // The path in the job may itself be a link; links below it could lead outside.
    for (let depth = 1; depth <= below.length; depth++) {
      const part = [root, ...below.slice(0, depth)].join('/');
      if (checkedFolders.has(part)) continue;
      const { type } = await fs.stat(resolve(part));
      if (type & linkBit)
        return refused(`${part} is a link. Links in a data set are not followed: replace it by the file.`);
      if (type & folderBit) checkedFolders.add(part);
    }
    return resolve(path);
  };

  const sendChunk = (id: number): void => {
    const file = openFiles.get(id);
    if (!file) return;
    const { bytes, offset } = file;
    // A copy, because VS Code sends the whole memory behind a view; a Uint8Array, because it does not send a Node
    // Buffer as bytes.
    const chunk = new Uint8Array(bytes.subarray(offset, offset + chunkBytes));
    file.offset += chunk.length;
    if (file.offset >= bytes.length) openFiles.delete(id);
    post({ type: 'chunk', id, offset, total: bytes.length, bytes: chunk });
  };

  const read = async ({ id, path, most }: Extract<FileRequest, { type: 'read' }>): Promise<void> => {
    const noFile = (answer: Extract<FileMessage, { type: 'no-file' }>['answer']) =>
      post({ type: 'no-file', id, answer });
    if (openFiles.size >= maxOpenFiles)
      return noFile(refused(`More than ${maxOpenFiles} files were requested at once.`));
    try {
      const found = await find(path);
      if ('kind' in found) return noFile(found);
      const { type, size } = await fs.stat(found);
      if (!(type & fileBit)) return noFile(refused(`${path} is not a regular file.`));
      if (size > most) return noFile({ kind: 'too-large', bytes: size });
      const bytes = await fs.readFile(found);
      // It may have grown since.
      if (bytes.length > most) return noFile({ kind: 'too-large', bytes: bytes.length });
      openFiles.set(id, { bytes, offset: 0 });
      sendChunk(id);
    } catch (error) {
      noFile(describeError(error, path));
    }
  };

  const list = async ({ id, path }: Extract<FileRequest, { type: 'list' }>): Promise<void> => {
    try {
      const found = await find(path);
      if ('kind' in found) return post({ type: 'entries', id, answer: found });
      const entries = (await fs.readDirectory(found)).map(([name, type]) => ({ name, kind: kindOf(type) }));
      post({ type: 'entries', id, answer: { kind: 'entries', entries } });
    } catch (error) {
      post({ type: 'entries', id, answer: describeError(error, path) });
    }
  };

  return {
    async serve(request: FileRequest): Promise<void> {
      if (request.type === 'read') await read(request);
      else if (request.type === 'list') await list(request);
      else sendChunk(request.id);
    },
  };
}

/** Whether a path is `root` or lies below it. */
function isUnder(root: string, path: string): boolean {
  if (path === root) return true;
  if (!path.startsWith(`${root}/`)) return false;
  const below = path.slice(root.length + 1).split('/');
  return below.every((part) => part !== '' && part !== '.' && part !== '..' && !part.includes('\\'));
}

function kindOf(type: FileType): 'file' | 'folder' | 'link' | 'other' {
  if (type & linkBit) return 'link';
  return type & fileBit ? 'file' : type & folderBit ? 'folder' : 'other';
}

function refused(reason: string): NotRead {
  return { kind: 'refused', reason };
}

/** VS Code's file systems give the kind of error as `code`. */
function describeError(error: unknown, path: string): NotRead {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (code === 'FileNotFound' || code === 'FileNotADirectory') return { kind: 'missing' };
  if (code === 'NoPermissions') return refused(`${path} cannot be read: permission denied.`);
  return refused(`${path} could not be read: ${String(message ?? error)}`.slice(0, 1000));
}

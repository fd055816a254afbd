// Reads a job's files for the training page, which has no right to: through VS Code's own file system, so that it
// works on a remote machine and in a browser too, and nothing but what lies under the path that the job names. A file
// goes over in pieces, each when the page has taken the one before.
import type { FileStat, FileType, Uri } from 'vscode';
import { type HostMessage, type PageMessage, pieceBytes } from '../../webview/messages/messages.js';

/** What is needed of VS Code, so that it can be tried without an editor. */
export interface Surroundings {
  readonly fs: {
    stat(uri: Uri): Thenable<Pick<FileStat, 'type' | 'size'>>;
    readFile(uri: Uri): Thenable<Uint8Array>;
    readDirectory(uri: Uri): Thenable<[string, FileType][]>;
  };
  /** The path from the folder of the .cnn file on; undefined for a file that was never saved. */
  readonly resolve: ((path: string) => Uri) | undefined;
  readonly trusted: () => boolean;
  readonly post: (message: HostMessage) => void;
}

export type DataRequest = Extract<PageMessage, { type: 'read' | 'next' | 'list' }>;

/** Files whose last piece the page has not taken. */
const mostAtOnce = 16;
const fileBit = 1;
const folderBit = 2;
const linkBit = 64;

type Trouble = { readonly kind: 'missing' } | { readonly kind: 'refused'; readonly reason: string };

/** Answers requests for what lies at or under `root`, as the job writes it; undefined where it names nothing. */
export function createDataServer(root: string | undefined, { fs, resolve, trusted, post }: Surroundings) {
  const underWay = new Map<number, { readonly bytes: Uint8Array; offset: number }>();
  const foldersSeen = new Set<string>();

  /** The place of a path, once it is known to be one of the job's; else why not. */
  const find = async (path: string): Promise<Uri | Trouble> => {
    if (!trusted()) {
      return refused(
        'The data of this job are not read, since this workspace is not trusted. Trust it (Workspaces: Manage ' +
          'Workspace Trust), or train on digits or shapes, which need no files.',
      );
    }
    if (!resolve) return refused('Save the file first: the paths of its data are relative to it.');
    if (root === undefined || !isUnder(root, path)) return refused(`${path} is none of the files this job names.`);
    const below = path.slice(root.length).split('/').slice(1);
    // What the user named may be a link; what is inside may not lead out of it.
    for (let depth = 1; depth <= below.length; depth++) {
      const part = [root, ...below.slice(0, depth)].join('/');
      if (foldersSeen.has(part)) continue;
      const { type } = await fs.stat(resolve(part));
      if (type & linkBit)
        return refused(`${part} is a link, and links in a data set are not followed: put the file there.`);
      if (type & folderBit) foldersSeen.add(part);
    }
    return resolve(path);
  };

  const sendPiece = (id: number): void => {
    const file = underWay.get(id);
    if (!file) return;
    const { bytes, offset } = file;
    // A copy, and no Buffer of Node's, which it may be: VS Code sends the whole memory behind a view, and a Buffer
    // not as bytes.
    const piece = new Uint8Array(bytes.subarray(offset, offset + pieceBytes));
    file.offset += piece.length;
    if (file.offset >= bytes.length) underWay.delete(id);
    post({ type: 'piece', id, offset, total: bytes.length, bytes: piece });
  };

  const read = async ({ id, path, most }: Extract<DataRequest, { type: 'read' }>): Promise<void> => {
    const noFile = (answer: Extract<HostMessage, { type: 'no-file' }>['answer']) =>
      post({ type: 'no-file', id, answer });
    if (underWay.size >= mostAtOnce) return noFile(refused(`More than ${mostAtOnce} files were asked for at once.`));
    try {
      const found = await find(path);
      if ('kind' in found) return noFile(found);
      const { type, size } = await fs.stat(found);
      if (!(type & fileBit)) return noFile(refused(`${path} is no ordinary file.`));
      if (size > most) return noFile({ kind: 'too-large', bytes: size });
      const bytes = await fs.readFile(found);
      // It may have grown since it was looked at.
      if (bytes.length > most) return noFile({ kind: 'too-large', bytes: bytes.length });
      underWay.set(id, { bytes, offset: 0 });
      sendPiece(id);
    } catch (error) {
      noFile(troubleOf(error, path));
    }
  };

  const list = async ({ id, path }: Extract<DataRequest, { type: 'list' }>): Promise<void> => {
    try {
      const found = await find(path);
      if ('kind' in found) return post({ type: 'entries', id, answer: found });
      const entries = (await fs.readDirectory(found)).map(([name, type]) => ({ name, kind: kindOf(type) }));
      post({ type: 'entries', id, answer: { kind: 'entries', entries } });
    } catch (error) {
      post({ type: 'entries', id, answer: troubleOf(error, path) });
    }
  };

  return {
    async serve(request: DataRequest): Promise<void> {
      if (request.type === 'read') await read(request);
      else if (request.type === 'list') await list(request);
      else sendPiece(request.id);
    },
  };
}

/** Whether a path is the job's own or lies below it. */
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

function refused(reason: string): Trouble {
  return { kind: 'refused', reason };
}

/** VS Code's file systems say by `code` what went wrong. */
function troubleOf(error: unknown, path: string): Trouble {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (code === 'FileNotFound' || code === 'FileNotADirectory') return { kind: 'missing' };
  if (code === 'NoPermissions') return refused(`${path} may not be read: permission denied.`);
  return refused(`${path} could not be read: ${String(message ?? error)}`.slice(0, 1000));
}

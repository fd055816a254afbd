// Files of a job, from VS Code's file system to the page: in chunks, bounded, and only from below the job's path. Every
// message is parsed by its receiver.

import { describe, expect, it } from 'vitest';
import type { FileType, Uri } from 'vscode';
import { createDataServer, type DataServerHost } from '../../../client/panels/training/data-server.js';
import { createHostFiles } from '../../../client/trainer/host-files.js';
import { chunkBytes, type FileMessage, type FileRequest } from '../../../client/webview/messages/file-messages.js';
import { parseHostMessage, parsePageMessage } from '../../../client/webview/messages/messages.js';

const [file, folder, link] = [1, 2, 64] as FileType[];

interface Node {
  readonly type: FileType;
  readonly bytes?: Uint8Array;
  readonly inside?: readonly string[];
  /** What the size is said to be, where it is not that of the bytes. */
  readonly size?: number;
}

/** The page's files, as a workspace with these nodes answers them; `asked` is what was read of it. */
function connect(
  root: string | undefined,
  nodes: Readonly<Record<string, Node>>,
  changes: Partial<DataServerHost> = {},
) {
  const asked: string[] = [];
  const pieces: string[] = [];
  const messages: FileRequest[] = [];
  const node = (uri: Uri): Node => {
    const found = nodes[uri.path];
    if (!found) throw Object.assign(new Error('gone'), { code: 'FileNotFound' });
    return found;
  };
  const server = createDataServer(root, {
    fs: {
      stat: async (uri) => ({ type: node(uri).type, size: node(uri).size ?? node(uri).bytes?.length ?? 0 }),
      readFile: async (uri) => {
        asked.push(uri.path);
        return node(uri).bytes!;
      },
      readDirectory: async (uri) => node(uri).inside!.map((name) => [name, nodes[`${uri.path}/${name}`].type]),
    },
    resolve: (path) => ({ path }) as Uri,
    trusted: () => true,
    post: (message) => {
      const parsed = parseHostMessage(structuredClone(message));
      if (message.type !== 'chunk') expect(parsed).toEqual(message);
      // Millions of values compare faster as memory.
      else expect(parsed?.type === 'chunk' && Buffer.from(parsed.bytes).equals(message.bytes)).toBe(true);
      page.receive(parsed as FileMessage);
    },
    ...changes,
  });
  const page = createHostFiles(
    (message) => {
      messages.push(message);
      void server.serve(parsePageMessage(structuredClone(message)) as FileRequest);
    },
    (path, received, total) => pieces.push(`${path} ${received}/${total}`),
  );
  return { page, asked, pieces, messages };
}

const bytes = (count: number) => Uint8Array.from({ length: count }, (_, index) => index % 251);
const pets = {
  pets: { type: folder, inside: ['cat', 'elsewhere'] },
  'pets/cat': { type: folder, inside: ['a.png'] },
  'pets/cat/a.png': { type: file, bytes: bytes(5) },
  'pets/elsewhere': { type: (folder | link) as FileType, inside: ['a.png'] },
  'pets/elsewhere/a.png': { type: file, bytes: bytes(5) },
  secret: { type: file, bytes: bytes(5) },
} as const satisfies Record<string, Node>;

describe("a job's file", () => {
  it('is sent in chunks, with progress', async () => {
    const whole = bytes(2 * chunkBytes + 7);
    const { page, pieces, messages } = connect('a.npz', { 'a.npz': { type: file, bytes: whole } });
    const answer = await page.read('a.npz', 1e9);
    expect(answer.kind === 'bytes' && Buffer.from(answer.bytes).equals(whole)).toBe(true);
    expect(pieces).toEqual([1, 2].map((count) => `a.npz ${count * chunkBytes}/${whole.length}`));
    expect(messages.map(({ type }) => type)).toEqual(['read', 'next', 'next']);
  });

  it('is sent as a copy of its bytes, also where VS Code read it into a Node Buffer', async () => {
    const sent: unknown[] = [];
    const buffer = Buffer.from(bytes(9)).subarray(2, 7);
    const server = createDataServer('a', {
      fs: {
        stat: async () => ({ type: file, size: 5 }),
        readFile: async () => buffer,
        readDirectory: async () => [],
      },
      resolve: (path) => ({ path }) as Uri,
      trusted: () => true,
      post: (message) => sent.push(message),
    });
    await server.serve({ type: 'read', id: 1, path: 'a', most: 9 });
    const { bytes: piece } = sent[0] as { readonly bytes: Uint8Array };
    expect(piece.constructor).toBe(Uint8Array);
    expect([...new Uint8Array(piece.buffer)]).toEqual([2, 3, 4, 5, 6]);
  });

  it('may be empty, and several may be sent at once', async () => {
    const { page } = connect('pets', { ...pets, 'pets/cat/empty': { type: file, bytes: bytes(0) } });
    const [empty, cat] = await Promise.all([page.read('pets/cat/empty', 9), page.read('pets/cat/a.png', 9)]);
    expect(empty).toEqual({ kind: 'bytes', bytes: bytes(0) });
    expect(cat).toEqual({ kind: 'bytes', bytes: bytes(5) });
  });

  it('is found by listing its folders, links included', async () => {
    const { page } = connect('pets', pets);
    const entries = [
      { name: 'cat', kind: 'folder' },
      { name: 'elsewhere', kind: 'link' },
    ];
    expect(await page.list('pets')).toEqual({ kind: 'entries', entries });
    expect(await page.list('pets/dog')).toEqual({ kind: 'missing' });
  });

  it.each(['secret', 'pets/../secret', 'pets/./cat/a.png', 'pets//cat', 'petshop', '', '/secret', 'pets/cat\\..\\x'])(
    'is refused where its path is %j: the job names pets',
    async (path) => {
      const { page, asked } = connect('pets', pets);
      expect(await page.read(path, 9)).toMatchObject({ kind: 'refused' });
      expect(await page.list(path)).toMatchObject({ kind: 'refused' });
      expect(asked).toEqual([]);
    },
  );

  it('is refused behind a link', async () => {
    const { page, asked } = connect('pets', pets);
    expect(await page.read('pets/elsewhere/a.png', 9)).toMatchObject({ reason: expect.stringContaining('is a link') });
    expect(asked).toEqual([]);
  });

  it('is refused where it is too large, unread, or has grown meanwhile', async () => {
    const { page, asked } = connect('pets', { ...pets, 'pets/grown': { type: file, bytes: bytes(50), size: 3 } });
    expect(await page.read('pets/cat/a.png', 4)).toEqual({ kind: 'too-large', bytes: 5 });
    expect(asked).toEqual([]);
    expect(await page.read('pets/grown', 4)).toEqual({ kind: 'too-large', bytes: 50 });
  });

  it('is refused in an untrusted workspace', async () => {
    const { page, asked } = connect('pets', pets, { trusted: () => false });
    for (const answer of [await page.read('pets/cat/a.png', 9), await page.list('pets')]) {
      expect(answer).toMatchObject({ reason: expect.stringContaining('Manage Workspace Trust') });
    }
    expect(asked).toEqual([]);
  });

  it('is refused where the .cnn file was never saved, or its job names no file', async () => {
    const unsaved = connect('pets', pets, { resolve: undefined });
    expect(await unsaved.page.list('pets')).toMatchObject({ reason: expect.stringContaining('Save the file first') });
    expect(await connect(undefined, pets).page.list('pets')).toMatchObject({ kind: 'refused' });
  });

  it('is refused where it is not a file or cannot be read, with the reason', async () => {
    const readFile = () => Promise.reject(new Error('the disk broke'));
    const { page } = connect('pets', pets, {
      fs: { stat: async () => ({ type: file, size: 1 }), readFile, readDirectory: readFile },
    });
    expect(await page.read('pets/cat/a.png', 9)).toMatchObject({
      reason: 'pets/cat/a.png could not be read: the disk broke',
    });
    expect(await connect('pets', pets).page.read('pets/cat', 9)).toMatchObject({
      reason: 'pets/cat is not a regular file.',
    });
  });
});

describe('the page', () => {
  it('refuses chunks that do not fit together, and ignores answers without a request', async () => {
    const sent: FileRequest[] = [];
    const page = createHostFiles(
      (message) => sent.push(message),
      () => {},
    );
    const piece = (id: number, offset: number, total: number) =>
      page.receive({ type: 'chunk', id, offset, total, bytes: bytes(2) });
    const readings = [page.read('a', 9), page.read('b', 9), page.read('c', 9)];
    piece(1, 2, 6);
    piece(2, 0, 6);
    piece(2, 2, 7);
    piece(3, 0, 10);
    piece(9, 0, 2);
    page.receive({ type: 'no-file', id: 9, answer: { kind: 'missing' } });
    expect(await Promise.all(readings)).toEqual([
      { kind: 'refused', reason: 'The chunks of a do not fit together.' },
      { kind: 'refused', reason: 'The chunks of b do not fit together.' },
      { kind: 'too-large', bytes: 10 },
    ]);
  });
});

// Whatever lies at a path, opening it ends at once with the bytes of a regular file or a reason.
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readNamedFileSync, readRegularFile, readRegularFileSync } from '../../filesystem/regular-file.js';

const folder = mkdtempSync(join(tmpdir(), 'receptive-'));
const at = (name: string) => join(folder, name);
const socket = createServer();

beforeAll(async () => {
  writeFileSync(at('file'), 'content');
  writeFileSync(at('empty'), '');
  writeFileSync(at('large'), '');
  truncateSync(at('large'), 2 ** 40);
  writeFileSync(at('secret'), 'content');
  chmodSync(at('secret'), 0);
  mkdirSync(at('folder'));
  symlinkSync('file', at('link'));
  symlinkSync('loop2', at('loop1'));
  symlinkSync('loop1', at('loop2'));
  symlinkSync('nowhere', at('dangling'));
  execFileSync('mkfifo', [at('pipe')]);
  await new Promise<void>((resolve) => socket.listen(at('socket'), resolve));
});
afterAll(() => {
  socket.close();
  rmSync(folder, { recursive: true });
});

const refused = (reason: string) => ({ kind: 'refused', reason });

describe.each([
  ['at once', async (path: string, maxBytes: number) => readRegularFileSync(path, { maxBytes })],
  ['in chunks', (path: string, maxBytes: number) => readRegularFile(path, { maxBytes })],
  ['named by the user', async (path: string, maxBytes: number) => readNamedFileSync(path, { maxBytes })],
])('read %s', (_, read) => {
  it('a file is its bytes, up to the bound', async () => {
    expect(await read(at('file'), 7)).toEqual({ kind: 'bytes', bytes: Buffer.from('content') });
    expect(await read(at('link'), 7)).toEqual({ kind: 'bytes', bytes: Buffer.from('content') });
    expect(await read(at('empty'), 7)).toEqual({ kind: 'bytes', bytes: Buffer.alloc(0) });
    expect(await read(at('file'), 6)).toEqual({ kind: 'too-large', bytes: 7 });
    expect(await read(at('large'), 2 ** 30)).toEqual({ kind: 'too-large', bytes: 2 ** 40 });
  });

  it.each([
    ['folder', refused('is a folder.')],
    ['pipe', refused('is not a regular file.')],
    ['socket', refused('is not a regular file.')],
    ['loop1', refused('is a link that leads back to itself, or that took the place of a file.')],
    ['x'.repeat(300), refused('has a name that is too long for the file system.')],
    [`file${'/x'.repeat(3000)}`, refused('has a name that is too long for the file system.')],
    ['a\0b', refused('has a name that no file can have.')],
    ['nowhere', { kind: 'missing' }],
    ['dangling', { kind: 'missing' }],
    ['file/below', { kind: 'missing' }],
  ])('%.20j is refused', async (name, answer) => {
    expect(await read(at(name), 2 ** 20)).toEqual(answer);
  });

  it.runIf(process.platform === 'linux')('devices and files of the kernel are refused', async () => {
    for (const device of ['/dev/zero', '/dev/null', '/dev/tty', '/dev/random']) {
      expect(await read(device, 2 ** 20)).toMatchObject({ kind: 'refused' });
    }
    expect(await read('/proc/self/environ', 2 ** 20)).toEqual(refused('grew while it was read: try again.'));
  });

  it.skipIf(process.getuid?.() === 0)('a file without permission is refused', async () => {
    expect(await read(at('secret'), 9)).toEqual(refused('cannot be read: permission denied.'));
  });
});

it('a file that grows while it is read is refused, not read on', async () => {
  writeFileSync(at('log'), 'x'.repeat(40 * 2 ** 20));
  const reading = readRegularFile(at('log'), { maxBytes: 2 ** 30 });
  appendFileSync(at('log'), 'more');
  expect(await reading).toEqual(refused('grew while it was read: try again.'));
});

it('a link is not followed where links were resolved before', async () => {
  expect(await readRegularFile(at('link'), { maxBytes: 9, followLinks: false })).toMatchObject({ kind: 'refused' });
});

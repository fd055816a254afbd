// What untrusted text and files need is defined once: a second definition would miss what the first has learnt.
import { expect, test } from 'vitest';
import { sourceFiles } from './source-files.js';

const shipped = sourceFiles().filter(({ path }) =>
  /^(model|language|server|client|cli|export|runtime|filesystem)\//.test(path),
);

/** What only some files may do: a pattern of its source text, and those files. */
const duties: readonly (readonly [title: string, pattern: RegExp, files: readonly string[]])[] = [
  [
    'splits a text into lines',
    /\.split\((['"]\\[rn]|\/[^/\n]*\\[rn])|indexOf\('\\[rn]'/,
    ['language/text/lines.ts', 'cli/setup.mjs'],
  ],
  ['knows which characters are invisible', /\\p\{C[cfs]\}.*\\p\{C[cfs]\}/, ['model/format/escape.ts']],
  ['escapes Markdown', /\[\\\\`/, ['model/format/escape.ts']],
  [
    'writes to the terminal',
    /\b(stdout|stderr)\.write\(/,
    // The second writes to the process that started it.
    ['cli/shared/output.ts', 'runtime/backends/webgpu/node/probe-adapter.ts'],
  ],
  [
    'opens files',
    /from 'node:fs(\/promises)?'/,
    [
      'filesystem/regular-file.ts',
      'filesystem/write-file.ts',
      // Our own cache and snapshots, the data that comes with the project, the listing of a job's folder, a build.
      'client/trainer/process/main.ts',
      'client/trainer/process/snapshot-file.ts',
      'cli/shared/cache-file.ts',
      'cli/train/data-files.ts',
      'cli/setup.mjs',
      'runtime/data/digits/draw.mjs',
    ],
  ],
  [
    'unpacks archives',
    /\b(new (Inflate|Unzlib|Gunzip|Unzip|DecompressionStream)|(inflate|unzlib|gunzip|unzip|decompress)Sync)\b/,
    ['runtime/data/formats/gunzip.ts', 'runtime/data/formats/zip.ts', 'runtime/data/image/png.ts'],
  ],
];

test.each(duties)('one place %s', (_, pattern, files) => {
  const found = shipped.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
  expect(found.filter((path) => !files.includes(path))).toEqual([]);
  // A file that does it no longer has no business in the list.
  expect(files.filter((path) => !found.includes(path) && path !== 'cli/setup.mjs')).toEqual([]);
});

// Imports between files, on the command line.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cnn, filesIn } from '../command.js';

let folder: string;
const at = (name: string) => join(folder, name);

const network = (path: string) => `import "${path}"\nnetwork A { input(8x8x1) -> Unit(4) -> fc(10) }\n`;

beforeAll(async () => {
  folder = await filesIn({
    'main.cnn': network('parts/unit.cnn'),
    'missing.cnn': network('nowhere.cnn'),
    'elsewhere.cnn': network('/etc/unit.cnn'),
    'scheme.cnn': network('file:unit.cnn'),
    'folder.cnn': network('parts.cnn'),
    'large.cnn': network('parts/large.cnn'),
    'circle.cnn': 'import "back.cnn"\nimport "nowhere.cnn"\nblock Unit(n) { conv(n) }\n',
    'back.cnn': 'import "circle.cnn"\nblock Back { relu }\n',
  });
  await mkdir(at('parts'));
  await mkdir(at('parts.cnn'));
  // Each path is relative to the file it is written in.
  await writeFile(at('parts/unit.cnn'), 'import "../act.cnn"\nblock Unit(n) { conv(n) -> Act }\n');
  await writeFile(at('act.cnn'), 'block Act { relu }\n');
  await writeFile(at('parts/large.cnn'), ' '.repeat(2 * 1024 * 1024 + 1));
});

afterAll(() => rm(folder, { recursive: true }));

it('finds blocks in files beside the file, and reports the file and line of a layer', async () => {
  const { code, stdout } = await cnn('summary', '--json', at('main.cnn'));
  expect(code).toBe(0);
  const [{ layers, totals }] = JSON.parse(stdout).networks;
  expect(totals.parameters).toBe(9 * 4 + 4 + 8 * 8 * 4 * 10 + 10);
  expect(layers.map(({ path, file, line }: Record<string, unknown>) => [path, file, line])).toEqual([
    ['input', undefined, 2],
    ['Unit/conv', 'parts/unit.cnn', 2],
    ['Unit/Act/relu', '../act.cnn', 1],
    ['fc', undefined, 2],
  ]);
});

it.each([
  ['missing.cnn', 'there is no file "nowhere.cnn": paths start at the folder of this file.'],
  ['elsewhere.cnn', 'write the path of a .cnn file from this one'],
  ['scheme.cnn', 'write the path of a .cnn file from this one'],
  ['folder.cnn', 'it is a folder.'],
  ['large.cnn', 'it has more than 2 MiB'],
])('explains why a file is not imported: %s', async (file, reason) => {
  const { code, stdout } = await cnn('check', '--json', at(file));
  expect(code).toBe(1);
  const diagnostics = JSON.parse(stdout);
  expect(diagnostics[0]).toMatchObject({ code: 'import-not-found', line: 1, column: 1 });
  expect(diagnostics[0].message).toContain(reason);
});

it('reports an error once in a file that is imported in a circle', async () => {
  const { stdout } = await cnn('check', '--json', at('circle.cnn'));
  const codes = JSON.parse(stdout).map(({ code }: Record<string, unknown>) => code);
  expect(codes).toEqual(['import-cycle', 'import-not-found']);
});

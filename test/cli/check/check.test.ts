// `cnn check` from outside: its text, its JSON (a contract) and its exit codes.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { cnn, filesIn } from '../command.js';

let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await filesIn({
    'good.cnn': 'network A { input(8x8x1) -> fc(10) }\n',
    'bad.cnn': 'network B {\n  input(8x8x1)\n\t-> conv(4, 11x11, pad=0)\n  -> cov(3) -> fc(10)\n}\n',
    'long.cnn': `network C { input(8x8x1) -> fc(10)${' '.repeat(500)}-> cov(3)${' '.repeat(500)}}`,
    'escape.cnn': 'network D { input(8x8x1) -> \u001b[31mfc(10) }',
    'binary.cnn': new Uint8Array(4096).map((_, index) => (index * 7919) % 256),
    'parentheses.cnn': '('.repeat(1 << 20),
    'huge.cnn': ' '.repeat(3 << 20),
    'empty.cnn': '',
  });
  await mkdir(at('folder.cnn'));
});

afterAll(() => rm(folder, { recursive: true }));

describe('text', () => {
  it('shows the line with the mistake underlined, and counts', async () => {
    const { code, stdout, stderr } = await cnn('check', at('bad.cnn'), at('good.cnn'));
    expect(stdout).toBe(
      [
        `${at('bad.cnn')}:3:13: error: a 11x11 window does not fit its 8x8 input: ` +
          'use a smaller window or more padding. [window-too-large]',
        '    3 |  -> conv(4, 11x11, pad=0)',
        '      |             ^^^^^',
        `  ${at('bad.cnn')}:2:3: note: 8x8 comes from here.`,
        '    2 |   input(8x8x1)',
        '      |   ^^^^^^^^^^^^',
        `${at('bad.cnn')}:4:6: error: nothing is called \`cov\` here: did you mean \`conv\`? [unknown-name]`,
        '    4 |   -> cov(3) -> fc(10)',
        '      |      ^^^',
        '2 errors in 2 files',
        '',
      ].join('\n'),
    );
    expect(stderr).toBe('');
    expect(code).toBe(1);
  });

  it('is what the problem matcher $cnn reads', async () => {
    const [matcher] = packageJson.contributes.problemMatchers;
    const { stdout } = await cnn('check', at('bad.cnn'));
    const found = stdout
      .split('\n')
      .flatMap((line) => new RegExp(matcher.pattern.regexp).exec(line)?.slice(1, 5) ?? []);
    expect(found).toEqual([at('bad.cnn'), '3', '13', 'error', at('bad.cnn'), '4', '6', 'error']);
  });

  it('prints only the count for a file without problems', async () => {
    expect(await cnn('check', at('good.cnn'))).toEqual({ code: 0, stdout: 'no problems in 1 file\n', stderr: '' });
  });

  it('cuts a long line around the mistake', async () => {
    const { stdout } = await cnn('check', at('long.cnn'));
    const [, line, carets] = stdout.split('\n');
    expect(line.length).toBeLessThan(110);
    const from = carets.indexOf('^');
    expect(line.slice(from, carets.length)).toBe('cov');
  });

  it('replaces control characters of a file', async () => {
    const { stdout, code } = await cnn('check', at('escape.cnn'));
    expect(stdout).not.toContain('\u001b');
    expect(code).toBe(1);
  });
});

describe('--json', () => {
  it('gives the diagnostics of all files as JSON, counted from 1', async () => {
    const { code, stdout } = await cnn('check', '--json', at('good.cnn'), at('bad.cnn'));
    expect(JSON.parse(stdout)).toEqual([
      {
        file: at('bad.cnn'),
        line: 3,
        column: 13,
        endLine: 3,
        endColumn: 18,
        severity: 'error',
        code: 'window-too-large',
        message: 'a 11x11 window does not fit its 8x8 input: use a smaller window or more padding.',
      },
      {
        file: at('bad.cnn'),
        line: 4,
        column: 6,
        endLine: 4,
        endColumn: 9,
        severity: 'error',
        code: 'unknown-name',
        message: 'nothing is called `cov` here: did you mean `conv`?',
      },
    ]);
    expect(code).toBe(1);
    expect(await cnn('check', '--json', at('good.cnn'))).toEqual({ code: 0, stdout: '[]\n', stderr: '' });
  });
});

describe('bad input', () => {
  it.each([
    ['binary.cnn', 1],
    ['parentheses.cnn', 51],
  ])('%s has an error at its place', async (name, column) => {
    const { code, stdout } = await cnn('check', '--json', at(name));
    expect(JSON.parse(stdout)).toMatchObject([{ line: 1, column, severity: 'error' }]);
    expect(code).toBe(1);
  });

  it('reports that an empty file has no network', async () => {
    const { code, stdout } = await cnn('check', '--json', at('empty.cnn'));
    expect(JSON.parse(stdout)).toMatchObject([{ severity: 'error', code: 'no-network', line: 1, column: 1 }]);
    expect(code).toBe(1);
  });

  it.each(['missing.cnn', 'folder.cnn', 'huge.cnn'])(
    '%s cannot be read: 2, and a sentence that says so',
    async (name) => {
      const { code, stdout, stderr } = await cnn('check', at(name), at('good.cnn'));
      expect(stderr).toMatch(/^cnn: [^\n]+\.\n$/);
      expect(stderr).toContain(name);
      expect(stdout).toBe('no problems in 1 file\n');
      expect(code).toBe(2);
    },
  );

  it('explains a wrong call', async () => {
    for (const args of [['check'], ['check', '--nonsense', at('good.cnn')]]) {
      const { code, stderr } = await cnn(...args);
      expect(stderr).toContain('cnn check FILE');
      expect(code).toBe(2);
    }
  });
});

describe('for pull requests', () => {
  it('--format github prints an annotation for each diagnostic', async () => {
    const { code, stdout } = await cnn('check', at('bad.cnn'), '--format', 'github');
    const [first, second, ...rest] = stdout.split('\n');
    expect(first).toBe(
      `::error file=${at('bad.cnn')},line=3,endLine=3,col=13,endColumn=18,title=window-too-large::` +
        'a 11x11 window does not fit its 8x8 input: use a smaller window or more padding.',
    );
    expect(second).toMatch(/^::error .*line=4.*title=unknown-name::/);
    expect(rest).toEqual(['']);
    expect(code).toBe(1);
    expect(await cnn('check', at('good.cnn'), '--format', 'github')).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('--format sarif writes a log that names the rules', async () => {
    const { code, stdout } = await cnn('check', at('bad.cnn'), at('good.cnn'), '--format', 'sarif');
    const log = JSON.parse(stdout);
    expect(log).toMatchObject({ version: '2.1.0', runs: [{ tool: { driver: { name: 'Receptive' } } }] });
    const [{ tool, results }] = log.runs;
    expect(tool.driver.rules.map(({ id }: { id: string }) => id).sort()).toEqual(['unknown-name', 'window-too-large']);
    expect(results[0]).toMatchObject({
      ruleId: 'window-too-large',
      level: 'error',
      locations: [{ physicalLocation: { region: { startLine: 3, startColumn: 13, endLine: 3, endColumn: 18 } } }],
      relatedLocations: [{ message: { text: '8x8 comes from here.' } }],
    });
    expect(results).toHaveLength(2);
    expect(code).toBe(1);
  });

  it('refuses an unknown format', async () => {
    const { code, stderr } = await cnn('check', at('good.cnn'), '--format', 'xml');
    expect(code).toBe(2);
    expect(stderr).toContain('--format takes one of text, json, github, sarif, not "xml".');
  });
});

// Hostile names, texts and kinds of files on the command line: nothing reaches the terminal but text, nothing hangs.
import { execFileSync } from 'node:child_process';
import { rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plainPng } from '../runtime/data/write-files.js';
import { cnn, filesIn, type Outcome } from './command.js';

const good = 'network N { input(8x8x3) -> fc(2) }\n';
const owned = '\x1b]0;owned\x07\x1b[31m\u202e\x9b';
const shown = '\\x1b]0;owned\\x07\\x1b[31m\\u202e\\x9b';

/** Fails when a character of the output could do more than be seen. */
function expectHarmless({ stdout, stderr }: Outcome): void {
  expect(`${stdout}${stderr}`.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
}

describe('terminal escapes are shown as escapes', () => {
  it("in the name of a data set's file", async () => {
    const folder = await filesIn({
      'set/a/1.png': plainPng(8, 8, [1, 2, 3]),
      'set/a/2.png': plainPng(8, 8, [1, 2, 3]),
      'set/b/1.png': plainPng(8, 8, [1, 2, 3]),
      'set/b/2.png': plainPng(8, 8, [1, 2, 3]),
      [`set/a/${owned}0.png`]: 'x',
      'a.cnn': `${good}train N { data = folder("set", 8x8x3) }\n`,
    });
    const outcome = await cnn('train', join(folder, 'a.cnn'), '--backend', 'cpu');
    expect(outcome.code).toBe(2);
    expectHarmless(outcome);
    expect(outcome.stderr).toContain(`set/a/${shown}0.png is neither a PNG nor a JPEG`);
    const json = await cnn('train', join(folder, 'a.cnn'), '--backend', 'cpu', '--json');
    expectHarmless(json);
    expect(JSON.parse(json.stdout).message).toContain(`set/a/${owned}0.png`);
  });

  it("in the .cnn file's own name and text, of all commands", async () => {
    const folder = await filesIn({ 'good.cnn': good, 'bad.cnn': `${good}network M { ${owned}conv(3) }\n` });
    const names = [`${owned}good.cnn`, `${owned}bad.cnn`];
    await rename(join(folder, 'good.cnn'), join(folder, names[0]));
    await rename(join(folder, 'bad.cnn'), join(folder, names[1]));
    const files = names.map((name) => join(folder, name));
    const nowhere = join(folder, `${owned}nowhere.cnn`);
    const runs = [
      ['check', ...files, nowhere],
      ['check', '--json', ...files],
      ['summary', files[1]],
      ['summary', '--json', files[1]],
      ['train', '--network', owned, files[0]],
    ];
    const outcomes = await Promise.all(runs.map((args) => cnn(...args)));
    for (const outcome of outcomes) {
      expectHarmless(outcome);
      expect(outcome.stdout + outcome.stderr).not.toContain('   at ');
    }
    const [{ stdout }] = outcomes;
    const [first, line, carets] = stdout.split('\n');
    expect(first).toContain(`${shown}bad.cnn:2:13: error: `);
    expect(line).toContain(`network M { ${shown}conv(3) }`);
    expect(line.slice(carets.indexOf('^')).startsWith('\\x1b')).toBe(true);
  });

  it('in arguments', async () => {
    const runs = [[owned], ['check', `--${owned}`], ['train', 'a.cnn', '--backend', owned]];
    for (const outcome of await Promise.all(runs.map((args) => cnn(...args)))) {
      expect(outcome.code).toBe(2);
      expectHarmless(outcome);
    }
  });
});

describe('a file that is no file', () => {
  it('is an error at its import', async () => {
    const long = `${'x'.repeat(300)}.cnn`;
    const names = ['loop1.cnn', 'pipe.cnn', 'folder.cnn', long];
    const folder = await filesIn({
      'folder.cnn/x': '',
      'a.cnn': `${names.map((name) => `import "${name}"\n`).join('')}${good}`,
    });
    await symlink('loop2.cnn', join(folder, 'loop1.cnn'));
    await symlink('loop1.cnn', join(folder, 'loop2.cnn'));
    execFileSync('mkfifo', [join(folder, 'pipe.cnn')]);
    const { code, stdout, stderr } = await cnn('check', '--json', join(folder, 'a.cnn'));
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(JSON.parse(stdout).map(({ line, message }: { line: number; message: string }) => [line, message])).toEqual([
      [1, '"loop1.cnn" is not imported: it is a link that leads back to itself, or that took the place of a file.'],
      [2, '"pipe.cnn" is not imported: it is not a regular file.'],
      [3, '"folder.cnn" is not imported: it is a folder.'],
      [4, `"${long}" is not imported: it has a name that is too long for the file system.`],
    ]);
    const named = await cnn('check', ...names.map((name) => join(folder, name)));
    expect(named.code).toBe(2);
    expect(named.stderr).toMatch(/^(cnn: [^\n]+\.\n){4}$/);
  });

  it('is no data set', async () => {
    const folder = await filesIn({
      'pipe.cnn': `${good}train N { data = npz("set.npz") }\n`,
      'loop.cnn': `${good}train N { data = npz("loop1") }\n`,
      'long.cnn': `${good}train N { data = npz("${'x'.repeat(300)}") }\n`,
      'below.cnn': `${good}train N { data = folder("pipe.cnn", 8x8x3) }\n`,
      'device.cnn': `${good}train N { data = folder("links", 8x8x3) }\n`,
      'links/a/x': '',
      'links/b/x': '',
    });
    execFileSync('mkfifo', [join(folder, 'set.npz'), join(folder, 'links/a/1.png')]);
    await symlink('loop2', join(folder, 'loop1'));
    await symlink('loop1', join(folder, 'loop2'));
    const reasons = {
      pipe: 'set.npz is not a regular file.',
      loop: 'loop1 is a link that leads back to itself',
      long: 'has a name that is too long',
      below: 'There is no folder pipe.cnn',
      device: 'links/a holds no image',
    };
    await Promise.all(
      Object.entries(reasons).map(async ([name, reason]) => {
        const { code, stderr } = await cnn('train', join(folder, `${name}.cnn`), '--backend', 'cpu');
        expect({ name, code, stderr }).toEqual({ name, code: 2, stderr: expect.stringContaining(reason) });
      }),
    );
  });
});

// Runs the bundled command line as a process, as users do.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { bundle } from '../support/bundle.js';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let built: Promise<string> | undefined;

/** Runs `cnn` with these arguments. */
export function cnn(...args: string[]): Promise<Outcome> {
  return runCnn(args, (stdout) => stdout);
}

/** Runs `cnn` and stops listening after the first piece of its output, as `| head` does. */
export function cnnIntoHead(...args: string[]): Promise<Outcome> {
  return runCnn(args, (stdout) => stdout.once('data', () => stdout.destroy()));
}

async function runCnn(args: readonly string[], listen: (stdout: Readable) => void): Promise<Outcome> {
  built ??= bundle('dist/cli.mjs');
  const child = spawn(process.execPath, [await built, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  listen(child.stdout);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, stdout, stderr };
}

/** Writes files into a folder of the test's own and answers with the folder. */
export async function filesIn(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'receptive-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

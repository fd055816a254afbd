// Node processes: with no GPU asked for, or with Dawn on one of the machine's Vulkan drivers.
import { spawn } from 'node:child_process';
import type { PlaceKey } from '../contestants/index.js';
import type { Place } from './place.js';

/** A place whose processes get `variables` on top of this one's environment. */
export function nodePlace(key: PlaceKey, title: string, variables: Readonly<Record<string, string>>): Place {
  return {
    key,
    title,
    target: 'node',
    async run(bundle, request, limit) {
      const output = await answerOf([bundle], JSON.stringify(request), { ...process.env, ...variables }, limit);
      return JSON.parse(output.trim().split('\n').at(-1)!);
    },
  };
}

function answerOf(args: string[], input: string, env: NodeJS.ProcessEnv, limit: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env, timeout: limit * 1000, stdio: 'pipe' });
    let output = '';
    let complaints = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      complaints += chunk;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else if (signal) reject(new Error(`no answer within ${limit} s`));
      else reject(new Error(errorIn(complaints) ?? `it ended with ${code}`));
    });
    child.stdin.end(input);
  });
}

/** The line of Node's report that says what happened. */
function errorIn(complaints: string): string | undefined {
  const lines = complaints.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /^\w*(Error|Exception)\b/.test(line)) ?? lines.at(-1);
}

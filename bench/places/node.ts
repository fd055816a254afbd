// Node processes: with no GPU asked for, or with Dawn on one of the machine's Vulkan drivers.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { PlaceKey } from '../contestants/index.js';
import type { Reply } from '../worker/node.js';
import { type Place, type Worker, within } from './place.js';

/** A place whose processes get `variables` on top of this one's environment. */
export function nodePlace(key: PlaceKey, title: string, variables: Readonly<Record<string, string>>): Place {
  return {
    key,
    title,
    target: 'node',
    async open(bundle) {
      // Requests and answers go through a channel of their own: libraries may print what they like.
      const child = spawn(process.execPath, [bundle], {
        env: { ...process.env, ...variables },
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      return workerOf(child);
    },
  };
}

function workerOf(child: ChildProcess): Worker {
  let complaints = '';
  child.stderr?.on('data', (chunk) => {
    complaints += chunk;
  });
  const ended = new Promise<never>((_, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => reject(new Error(errorIn(complaints) ?? `it ended with ${code ?? signal}`)));
  });
  // What ends between two requests is told to the next.
  ended.catch(() => {});
  return {
    async ask(request, limit) {
      const reply = once(child, 'message');
      child.send(request as object);
      const [{ answer, failure }] = (await within(limit, Promise.race([reply, ended]))) as [Reply];
      if (failure !== undefined) throw new Error(failure);
      return answer as never;
    },
    async close() {
      child.kill('SIGKILL');
      await ended.catch(() => {});
    },
  };
}

/** The line of Node's report that says what happened. */
function errorIn(complaints: string): string | undefined {
  const lines = complaints.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /^\w*(Error|Exception)\b/.test(line)) ?? lines.at(-1);
}

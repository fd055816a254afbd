// Node processes, without a GPU or with Dawn on one of the machine's Vulkan drivers.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { EnvironmentKey } from '../contestants/index.js';
import type { Reply } from '../worker/node.js';
import { type Environment, type Worker, within } from './environment.js';

/**
 * @param variables environment variables on top of this process's own
 * @param executable Node itself
 */
export function nodeEnvironment(
  key: EnvironmentKey,
  title: string,
  variables: Readonly<Record<string, string>>,
  executable = process.execPath,
): Environment {
  return {
    key,
    title,
    target: 'node',
    async open(bundle) {
      // Requests and answers use the IPC channel: libraries may print what they like.
      const child = spawn(executable, [bundle], {
        env: { ...process.env, ...variables },
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      return startWorker(child);
    },
  };
}

function startWorker(child: ChildProcess): Worker {
  let output = '';
  child.stderr?.on('data', (chunk) => {
    output += chunk;
  });
  const ended = new Promise<never>((_, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => reject(new Error(findErrorLine(output) ?? `it ended with ${code ?? signal}`)));
  });
  // A process that ends between two requests makes the next one fail.
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

/** The line of Node's report with the error. */
function findErrorLine(output: string): string | undefined {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /^\w*(Error|Exception)\b/.test(line)) ?? lines.at(-1);
}

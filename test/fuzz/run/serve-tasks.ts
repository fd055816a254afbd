// The worker's side of runner.ts: draws or takes an input, and answers with the verdict.
import { parentPort } from 'node:worker_threads';
import { judge } from '../judge.js';
import { kinds } from '../kinds/index.js';
import { caseRandom } from '../random.js';
import type { Task } from './runner.js';

export function serveTasks(): void {
  parentPort!.on('message', async (task: Task) => {
    const kind = kinds.find(({ name }) => name === task.kind)!;
    const input = 'input' in task ? task.input : kind.draw(caseRandom(task.seed, task.kind, task.number));
    parentPort!.postMessage(await judge(kind, input));
  });
}

// The guard against measuring a busy machine: how much of all cores others use, and a wait until it is little.
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** The share of the cores in use up to which the machine counts as quiet. */
export const quiet = 0.1;
/** What a star beside a figure says. */
export const starText = `* just before, other programs used more than ${100 * quiet} % of the machine.`;

/** The share of all cores' time that was in use over `seconds`, from 0 to 1. */
export async function busyShare(seconds: number): Promise<number> {
  const before = times();
  await sleep(seconds * 1000);
  const after = times();
  return 1 - (after.idle - before.idle) / (after.all - before.all);
}

/** Waits for a quiet machine, `patience` seconds at most, and gives the share that was in use at last. */
export async function waitUntilQuiet(patience: number): Promise<number> {
  const deadline = performance.now() + patience * 1000;
  for (;;) {
    const share = await busyShare(0.5);
    if (share <= quiet || performance.now() > deadline) return share;
  }
}

function times(): { idle: number; all: number } {
  let [idle, all] = [0, 0];
  for (const { times: of } of cpus()) {
    idle += of.idle;
    all += of.idle + of.user + of.nice + of.sys + of.irq;
  }
  return { idle, all };
}

// Measures how busy the machine is, and waits until other programs leave it alone.
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { quietShare } from '../report/results.js';

/** Share of all cores' time in use during `seconds`, from 0 to 1. */
async function busyShare(seconds: number): Promise<number> {
  const before = times();
  await sleep(seconds * 1000);
  const after = times();
  return 1 - (after.idle - before.idle) / (after.all - before.all);
}

/** Waits at most `patience` seconds for a quiet machine; returns the share last in use. */
export async function waitUntilQuiet(patience: number): Promise<number> {
  const deadline = performance.now() + patience * 1000;
  for (;;) {
    const share = await busyShare(0.5);
    if (share <= quietShare || performance.now() > deadline) return share;
  }
}

function times(): { idle: number; all: number } {
  let [idle, all] = [0, 0];
  for (const cpu of cpus()) {
    const { user, nice, sys, irq } = cpu.times;
    idle += cpu.times.idle;
    all += cpu.times.idle + user + nice + sys + irq;
  }
  return { idle, all };
}

// The extension's processes that train on the CPU, as the system lists them.
import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import type { Host } from '../host/host.mjs';

/** The ids of those that the host's extension started. */
export function trainingProcesses({ workspace }: Pick<Host, 'workspace'>): number[] {
  // The extension is installed beside the workspace, in a folder of this host's own.
  const own = dirname(workspace);
  return execFileSync('ps', ['-eo', 'pid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(own) && line.includes('trainer.cjs') && !/^ *\d+ Z/.test(line))
    .map((line) => Number.parseInt(line, 10));
}

// One temporary folder for everything that tests write, removed after the last test. Workers can't clean up themselves:
// vitest may stop them without notice.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs before the first worker, which inherits the environment; the returned function runs after the last. */
export default function setUp(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'receptive-'));
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

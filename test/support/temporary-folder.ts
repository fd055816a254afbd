// One folder for all that the tests write: tests make theirs in it, and it goes when the last one has ended. A worker's
// own end is no time to tidy up, for vitest may stop it before it hears of it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** vitest runs this before the first worker, which inherits the environment, and what it returns after the last. */
export default function setUp(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'receptive-'));
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

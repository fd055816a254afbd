// Builds one bundle as shipped into a temporary folder, so that a test never runs an old build.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { bundles } from '../../build/bundles.mjs';

/** Builds the bundle `outfile` (e.g. `dist/server.cjs`) and returns the path of its copy. */
export async function bundle(outfile: string): Promise<string> {
  const settings = bundles({ production: true }).find((candidate) => candidate.outfile === outfile);
  if (!settings) throw new Error(`build/bundles.mjs has no bundle ${outfile}`);
  const folder = await mkdtemp(join(tmpdir(), 'receptive-'));
  const copy = join(folder, basename(outfile));
  await build({ ...settings, outfile: copy });
  return copy;
}

// Builds one bundle as it ships, into a folder of the test's own: a test never runs what an earlier build left behind.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { bundles } from '../../build/bundles.mjs';

/** Builds the bundle that would become `outfile` (`dist/server.cjs`) and answers with the path of its copy. */
export async function bundle(outfile: string): Promise<string> {
  const settings = bundles({ production: true }).find((candidate) => candidate.outfile === outfile);
  if (!settings) throw new Error(`build/bundles.mjs has no bundle ${outfile}`);
  const folder = await mkdtemp(join(tmpdir(), 'receptive-'));
  const copy = join(folder, basename(outfile));
  await build({ ...settings, outfile: copy });
  return copy;
}

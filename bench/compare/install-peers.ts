// Installs the peers into the cache as bench/peers/package-lock.json locks them, once for each state of that file.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, withLock } from '../../test/provision/cache.mjs';
import { runCommand } from '../../test/provision/command.mjs';

/** The folder of the peers' packages; throws npm's error when they cannot be installed. */
export async function installPeers(root: URL): Promise<string> {
  const listing = fileURLToPath(new URL('bench/peers/', root));
  const lock = readFileSync(join(listing, 'package-lock.json'));
  const state = createHash('sha256').update(lock).digest('hex').slice(0, 8);
  const folder = join(cacheFolder(), `bench-peers-${state}`);
  const complete = join(folder, 'complete');
  await withLock('bench-peers', async () => {
    if (existsSync(complete)) return;
    console.error(`installing the peers into ${folder} (once)`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(listing, file), join(folder, file));
    await runCommand('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, label: 'peers' });
    writeFileSync(complete, '');
  });
  return join(folder, 'node_modules');
}

// @ts-check
// Installs Debian packages for what is not on npm (a browser, a display, C headers); needs apt-get and root.
import { existsSync } from 'node:fs';
import { runCommand } from './command.mjs';

/** Whether this process may install Debian packages. */
export function canInstallDebianPackages() {
  return process.platform === 'linux' && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
}

/**
 * Installs those of the named Debian packages that are missing.
 * @param {string[]} packages
 * @throws {Error} when the machine has no apt-get, is not root, or apt-get fails
 */
export async function ensureDebianPackages(packages) {
  const missing = [];
  for (const name of packages) if (!(await isInstalled(name))) missing.push(name);
  if (missing.length === 0) return;
  if (!canInstallDebianPackages()) {
    const command = `apt-get install ${missing.join(' ')}`;
    throw new Error(
      `needs ${missing.join(', ')}: install them with your system's package manager (on Debian, as root: ${command})`,
    );
  }
  console.log(`installing Debian packages: ${missing.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand('apt-get', ['update'], { env, label: 'apt-get update' });
  await runCommand('apt-get', ['install', '-y', '--no-install-recommends', ...missing], {
    env,
    label: 'apt-get install',
  });
}

async function isInstalled(/** @type {string} */ name) {
  try {
    return (await runCommand('dpkg-query', ['--status', name])).includes('install ok installed');
  } catch {
    return false; // no dpkg-query, or no such package
  }
}

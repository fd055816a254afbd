// @ts-check
/**
 * Debian's packages for what npm does not carry: a browser, a display, C headers. Only where that can work: apt-get,
 * as root.
 */
import { existsSync } from 'node:fs';
import { runCommand } from './command.mjs';

/** Whether this machine can install Debian packages without asking anybody. */
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
    throw new Error(
      `needs ${missing.join(', ')}: install them with your system's package manager (on Debian: apt-get install ${missing.join(' ')}, as root)`,
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
    return false; // no dpkg-query, or it knows no such package
  }
}

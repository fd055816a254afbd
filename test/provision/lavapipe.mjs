// @ts-check
// Finds lavapipe, Mesa's software Vulkan, for the bench and tests that need `shader-f16`: an installed one, else
// Debian's package in the cache; never installed into the system, where it would become everyone's adapter.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cacheFolder, withLock } from './cache.mjs';
import { runCommand } from './command.mjs';

/** The folders in which Vulkan's loader looks for drivers. */
const DRIVER_FOLDERS = ['/usr/share/vulkan/icd.d', '/usr/local/share/vulkan/icd.d', '/etc/vulkan/icd.d'];

/** Debian 12's Mesa is from 2022; its backports have a newer one. */
const SOURCES = `deb http://deb.debian.org/debian bookworm main
deb http://deb.debian.org/debian bookworm-backports main
`;

/**
 * The environment variables with which a new process finds lavapipe as its only adapter.
 * @returns {Promise<Record<string, string>>}
 * @throws {Error} with the reason why it is not available
 */
export async function lavapipeVariables() {
  const installed = DRIVER_FOLDERS.flatMap(findDrivers)[0];
  if (installed !== undefined) return { VK_ICD_FILENAMES: installed };
  return withLock('lavapipe', unpackedVariables);
}

function findDrivers(/** @type {string} */ folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^lvp_icd.*\.json$/.test(name))
    .map((name) => join(folder, name));
}

async function unpackedVariables() {
  const folder = join(cacheFolder(), 'lavapipe');
  const driver = join(folder, 'lvp_icd.json');
  if (!existsSync(driver)) {
    if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) {
      throw new Error('lavapipe is not installed, and this is no Debian whose packages could be unpacked');
    }
    rmSync(folder, { recursive: true, force: true });
    await unpack(folder);
    writeDriver(folder, driver);
  }
  const libraries = findLibraries(folder);
  return {
    VK_ICD_FILENAMES: driver,
    LD_LIBRARY_PATH: [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter),
  };
}

/** Downloads the package and its missing dependencies with apt, but with our own package lists. */
async function unpack(/** @type {string} */ folder) {
  console.error(`unpacking Debian's mesa-vulkan-drivers into ${folder} (once)`);
  const apt = join(folder, 'apt');
  for (const path of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(apt, path), { recursive: true });
  const list = join(apt, 'sources.list');
  writeFileSync(list, SOURCES);
  const options = [
    `Dir::Etc::sourcelist=${list}`,
    'Dir::Etc::sourceparts=-',
    `Dir::State::lists=${join(apt, 'lists')}`,
    `Dir::Cache=${join(apt, 'cache')}`,
    'Debug::NoLocking=1',
  ].flatMap((option) => ['-o', option]);
  await runCommand('apt-get', [...options, 'update'], { label: "Debian's lists" });
  const download = ['install', '--yes', '--no-install-recommends', '--download-only'];
  await runCommand('apt-get', [...options, ...download, 'mesa-vulkan-drivers/bookworm-backports'], {
    label: 'lavapipe',
  });
  const archives = join(apt, 'cache', 'archives');
  for (const name of readdirSync(archives).filter((file) => file.endsWith('.deb'))) {
    await runCommand('dpkg', ['--extract', join(archives, name), join(folder, 'root')]);
  }
  rmSync(apt, { recursive: true, force: true });
}

/** The package's description names the library without its folder, so that the loader would not find it. */
function writeDriver(/** @type {string} */ folder, /** @type {string} */ driver) {
  const [packaged] = findDrivers(join(folder, 'root/usr/share/vulkan/icd.d'));
  if (packaged === undefined) throw new Error("Debian's mesa-vulkan-drivers holds no lavapipe");
  const description = JSON.parse(readFileSync(packaged, 'utf8'));
  description.ICD.library_path = join(findLibraries(folder), description.ICD.library_path);
  writeFileSync(driver, JSON.stringify(description));
}

function findLibraries(/** @type {string} */ folder) {
  const libraries = join(folder, 'root/usr/lib');
  const [architecture] = readdirSync(libraries).filter((name) => name.includes('-linux-'));
  return join(libraries, architecture ?? '');
}

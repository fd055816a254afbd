// Writes dist/THIRD-PARTY-NOTICES.txt with the licence of every package in a bundle, found in esbuild's metafiles.
import { readdir, readFile, writeFile } from 'node:fs/promises';

/** The folder of the package that an input of a bundle belongs to; undefined for our own files. */
function findPackage(input) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

/** One package's notice. Rejects when it has no licence file: its terms must be checked first. */
async function formatNotice(folder) {
  const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^(licen[cs]e|copying)(\.|$)/i.test(entry));
  if (file === undefined) {
    throw new Error(`${folder} is bundled but has no licence file: check its terms before it is distributed.`);
  }
  const text = await readFile(`${folder}/${file}`, 'utf8');
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}

/**
 * Writes dist/THIRD-PARTY-NOTICES.txt.
 * @param {import('esbuild').Metafile[]} metafiles esbuild's inputs of each bundle
 */
export async function writeNotices(metafiles) {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const folders = [...new Set(inputs.map(findPackage).filter((folder) => folder !== undefined))].sort();
  // The same version of a package can be installed in several folders.
  const notices = new Set(await Promise.all(folders.map(formatNotice)));
  const opening = 'Receptive contains the following packages, each under its own licence.\n';
  await writeFile('dist/THIRD-PARTY-NOTICES.txt', [opening, ...notices].join(`\n${'-'.repeat(80)}\n\n`));
}

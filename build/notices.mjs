// Whoever passes on a package's code passes on its licence: dist/THIRD-PARTY-NOTICES.txt holds the licence of every
// package that is in a bundle, found in the bundles themselves.
import { readdir, readFile, writeFile } from 'node:fs/promises';

/** The folder of the package that an input of a bundle belongs to; undefined for our own files. */
function packageOf(input) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

/** One package's notice. Rejects when it has no licence file, since then nobody has looked at its terms. */
async function notice(folder) {
  const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^(licen[cs]e|copying)(\.|$)/i.test(entry));
  if (file === undefined) {
    throw new Error(`${folder} is bundled but has no licence file: find its terms before it is passed on.`);
  }
  const text = await readFile(`${folder}/${file}`, 'utf8');
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}

/**
 * Writes dist/THIRD-PARTY-NOTICES.txt.
 * @param {import('esbuild').Metafile[]} metafiles what esbuild says went into each bundle
 */
export async function writeNotices(metafiles) {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const folders = [...new Set(inputs.map(packageOf).filter((folder) => folder !== undefined))].sort();
  // A package can lie in several folders in the same version.
  const notices = new Set(await Promise.all(folders.map(notice)));
  const opening = 'Receptive contains the following packages, each under its own licence.\n';
  await writeFile('dist/THIRD-PARTY-NOTICES.txt', [opening, ...notices].join(`\n${'-'.repeat(80)}\n\n`));
}

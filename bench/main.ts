// `npm run bench`: every library trains every network at every place, each case in a process of its own.
import { pathToFileURL } from 'node:url';
import { writePage } from './benchmarks-page.js';
import { compare } from './compare.js';
import { type Options, readOptions } from './options.js';
import { writeKernelsPage } from './paper/kernels-page.js';
import { profile } from './profile.js';
import { readResults } from './results.js';

/** npm runs scripts in the project's folder. */
const root = pathToFileURL(`${process.cwd()}/`);

async function run(options: Options): Promise<void> {
  if (options.paper) return writeKernelsPage(root);
  if (options.profile) return profile(root, options);
  if (options.write === undefined) await compare(root, options);
  const file = options.write ?? (options.page ? options.json : undefined);
  if (file === undefined) return;
  const results = readResults(file);
  if (!results) throw new Error(`There is no file ${file}: make one with --json.`);
  writePage(root, results);
}

try {
  await run(readOptions(process.argv.slice(2)));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

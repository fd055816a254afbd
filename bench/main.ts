// `npm run bench`: each library trains each network in each environment, every case in its own process.
import { pathToFileURL } from 'node:url';
import { compare } from './compare/compare.js';
import { profile } from './compare/profile.js';
import { type Options, readOptions } from './options.js';
import { writePage } from './report/benchmarks-page.js';
import { readResults } from './report/results.js';

/** npm runs scripts in the project's folder. */
const root = pathToFileURL(`${process.cwd()}/`);

async function run(options: Options): Promise<void> {
  if (options.profile) return profile(root, options);
  if (options.write === undefined) await compare(root, options);
  const file = options.write ?? (options.page ? options.json : undefined);
  if (file === undefined) return;
  const results = readResults(file);
  if (!results) throw new Error(`There is no file ${file}; --json writes one.`);
  writePage(root, results);
}

try {
  await run(readOptions(process.argv.slice(2)));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

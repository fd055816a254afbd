// @ts-check
// The project's TypeScript for scripts that Node runs as they are: bundled into one file in dist/, where it
// finds the packages.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

// Chevrotain wants Object.groupBy, which Node 20 lacks.
await import('../language/syntax/group-by-shim.mjs');

/**
 * The exports of a piece of TypeScript.
 * @param {string} name names the bundle
 * @param {string} contents TypeScript as if it stood in the project's folder, e.g. `export { train } from
 * './runtime/train/index.js';`
 */
export async function loadSources(name, contents) {
  const outfile = new URL(`../dist/bench/${name}.mjs`, import.meta.url);
  await build({
    stdin: { contents, loader: 'ts', resolveDir: fileURLToPath(new URL('..', import.meta.url)) },
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    loader: { '.cnn': 'text' },
    outfile: fileURLToPath(outfile),
    logLevel: 'warning',
  });
  return import(outfile.href);
}

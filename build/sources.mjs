// @ts-check
// Loads the project's TypeScript into scripts that Node runs directly, by bundling it into dist/, where it finds the
// packages.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

// Chevrotain needs Object.groupBy, which Node 20 lacks.
await import('../language/syntax/group-by-shim.mjs');

/**
 * Returns the exports of TypeScript source.
 * @param {string} name the bundle's name
 * @param {string} contents source in the project's folder, e.g. `export { train } from './runtime/train/index.js';`
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

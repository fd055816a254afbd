// @ts-check
// `npm run bench`: sets up the packages, bundles bench/main.ts and runs it. What can be asked for: `npm run bench -- --help`.
import { setUp } from '../cli/setup.mjs';

await setUp();
// Chevrotain wants Object.groupBy, which Node 20 lacks.
await import('../language/group-by-shim.mjs');
const { build } = await import('esbuild');

const outfile = new URL('../dist/bench/main.mjs', import.meta.url);
await build({
  entryPoints: [new URL('main.ts', import.meta.url).pathname],
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  loader: { '.cnn': 'text' },
  outfile: outfile.pathname,
  logLevel: 'error',
});
await import(outfile.href);

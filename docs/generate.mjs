// Writes docs/reference.md from the built-ins' own declarations (`npm run docs`).
import { writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const bundle = await build({
  entryPoints: ['language/reference.ts'],
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
  loader: { '.cnn': 'text' },
});
// Chevrotain wants Object.groupBy, which Node 20 lacks.
await import('../language/group-by-shim.mjs');
const module = `data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].text).toString('base64')}`;
const { renderReference } = await import(module);
writeFileSync(new URL('reference.md', import.meta.url), renderReference());

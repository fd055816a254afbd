// Writes docs/reference.md from the built-ins' own declarations and docs/diagnostics.md from the diagnostics' own files
// (`npm run docs`).
import { writeFileSync } from 'node:fs';
import { build } from 'esbuild';

// Chevrotain wants Object.groupBy, which Node 20 lacks.
await import('../language/group-by-shim.mjs');

/** The exports of a TypeScript file. */
async function load(entryPoint) {
  const bundle = await build({
    entryPoints: [entryPoint],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    loader: { '.cnn': 'text' },
  });
  return import(`data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].text).toString('base64')}`);
}

const { renderReference } = await load('language/reference.ts');
const { renderDiagnostics } = await load('language/diagnostics-page.ts');
writeFileSync(new URL('reference.md', import.meta.url), renderReference());
writeFileSync(new URL('diagnostics.md', import.meta.url), renderDiagnostics());

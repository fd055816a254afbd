// Writes docs/reference.md from the built-ins' own declarations and docs/diagnostics.md from the diagnostics' own files
// (`npm run docs`).
import { writeFileSync } from 'node:fs';
import { loadSources } from '../build/sources.mjs';

const { renderDiagnosticsPage, renderReference } = await loadSources(
  'docs',
  `export { renderDiagnosticsPage } from './language/diagnostics/diagnostics-page.ts';
export { renderReference } from './language/reference-page.ts';`,
);
writeFileSync(new URL('reference.md', import.meta.url), renderReference());
writeFileSync(new URL('diagnostics.md', import.meta.url), renderDiagnosticsPage());

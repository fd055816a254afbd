// `npm run docs`: writes docs/reference.md from builtins.cnn, and docs/diagnostics.md from language/diagnostics.
import { writeFileSync } from 'node:fs';
import { loadSources } from '../build/sources.mjs';

const { renderDiagnosticsPage, renderReference } = await loadSources(
  'docs',
  `export { renderDiagnosticsPage } from './language/diagnostics-page.ts';
export { renderReference } from './language/reference-page.ts';`,
);
writeFileSync(new URL('reference.md', import.meta.url), renderReference());
writeFileSync(new URL('diagnostics.md', import.meta.url), renderDiagnosticsPage());

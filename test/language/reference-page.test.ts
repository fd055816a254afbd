// The generated pages are the built-ins' and the diagnostics' own files, and no older than they are.
import { expect, it } from 'vitest';
import { renderDiagnosticsPage } from '../../language/diagnostics-page.js';
import { augmentations, builtins } from '../../language/index.js';
import { ruleOf } from '../../language/layers/index.js';
import { renderReference } from '../../language/reference-page.js';
import { readText } from './ground-truth.js';

it('docs/reference.md is what `npm run docs` writes', () => {
  expect(readText('docs/reference.md')).toBe(renderReference());
});

it('docs/diagnostics.md is what `npm run docs` writes', () => {
  expect(readText('docs/diagnostics.md')).toBe(renderDiagnosticsPage());
});

it.each([...builtins, ...augmentations])('%s is documented, and a layer has a rule', (_, builtin) => {
  expect(builtin.documentation).toMatch(/\.$/);
  if (builtin.category === 'layer') expect(ruleOf(builtin.name)).toBeDefined();
});

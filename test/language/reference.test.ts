// The reference page is the built-ins' own declarations, and no older than they are.
import { expect, it } from 'vitest';
import { builtins } from '../../language/index.js';
import { ruleOf } from '../../language/layers/index.js';
import { renderReference } from '../../language/reference.js';
import { readText } from './ground-truth.js';

it('docs/reference.md is what `npm run docs` writes', () => {
  expect(readText('docs/reference.md')).toBe(renderReference());
});

it.each([...builtins])('%s is documented, and a layer has a rule', (_, builtin) => {
  expect(builtin.documentation).toMatch(/\.$/);
  if (builtin.category === 'layer') expect(ruleOf(builtin.name)).toBeDefined();
});

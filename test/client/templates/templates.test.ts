// The templates of `CNN: New Network...`: each is a file without errors and warnings, as the formatter writes it.
import { expect, it } from 'vitest';
import { templates } from '../../../client/templates/templates.js';
import { formatFile, parseCnn, parseTree } from '../../../language/index.js';

it.each(templates)('$label', ({ text }) => {
  const { networks, diagnostics } = parseCnn(text, 'A');
  expect(diagnostics.filter(({ severity }) => severity !== 'advice')).toEqual([]);
  expect(networks.length).toBeGreaterThan(0);
  expect(formatFile(parseTree(text))).toEqual([]);
});

it('have names of their own', () => {
  expect(new Set(templates.map(({ label }) => label)).size).toBe(templates.length);
});

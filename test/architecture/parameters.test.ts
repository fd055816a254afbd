// No function has more than four positional parameters: a fifth is an object's field, with a name at the call.

import ts from 'typescript';
import { expect, test } from 'vitest';
import { sourceFiles } from './source-files.js';

const maximalParameters = 4;
/** Helpers of tests read like the formula they check; the bench calls libraries with interfaces of their own. */
const isExempt = (path: string) => /^(test|bench)\//.test(path);

const files = sourceFiles().filter(({ path }) => path.endsWith('.ts') && !isExempt(path));

test(`no function has more than ${maximalParameters} positional parameters`, () => {
  expect(files.length).toBeGreaterThan(100);
  expect(files.flatMap(({ path, text }) => findLongParameterLists(path, text))).toEqual([]);
});

test('a list of five parameters is found', () => {
  const text = 'const f = (a, b, c, d) => 0;\ntype G = (a: 1, b: 2, c: 3, d: 4, e: 5) => void;';
  expect(findLongParameterLists('a.ts', text)).toEqual(['a.ts:2']);
});

function findLongParameterLists(path: string, text: string): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && node.parameters.length > maximalParameters) {
      found.push(`${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

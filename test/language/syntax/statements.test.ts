// Splits a text into statements and parses each by itself; an edit parses only the statements it touches.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse, type ParsedFile, parseTree } from '../../../language/index.js';
import { splitStatements } from '../../../language/syntax/split-statements.js';
import { edits, examples, versions } from '../random-edits.js';

/** All observable parts of a parsed file, with its trees as JSON. */
function describeParsed({ text, statements, starts, limit }: ParsedFile) {
  return {
    text,
    limit,
    statements: statements.map(({ tree, parserErrors, ...rest }) => ({
      ...rest,
      errors: parserErrors.map(({ message, token }) => ({ message, token })),
      tree: JSON.stringify(tree, (key, value) => (key.startsWith('$') && key !== '$type' ? undefined : value)),
      start: starts.get(tree),
    })),
  };
}

describe('splitting a text into statements', () => {
  it('gives pieces that cover the text, each at its offset', () => {
    fc.assert(
      fc.property(edits, (sequence) => {
        for (const text of versions(sequence)) {
          const split = splitStatements(text);
          if ('limit' in split) continue;
          expect(split.statements.map(({ text }) => text).join('')).toBe(text);
          for (const { text: piece, offset } of split.statements) expect(text.startsWith(piece, offset)).toBe(true);
        }
      }),
    );
  });

  it('starts a statement at a keyword, with the comment above it', () => {
    const text = '// of a\nnetwork a { x } // behind a\n\n/* of b */ block b { train = "network" } input(1) train a {}';
    const split = splitStatements(text);
    expect('statements' in split && split.statements.map(({ text }) => text)).toEqual([
      '// of a\nnetwork a { x }',
      ' // behind a\n\n/* of b */ block b { train = "network" } input(1)',
      ' train a {}',
    ]);
  });

  it('keeps a syntax error within its statement', () => {
    const { networks, diagnostics } = analyse(
      parseTree('network A { input(8x8x3) -> conv(\n\nnetwork B { input(8x8x3) -> fc(10) }'),
      'file',
      () => undefined,
    );
    expect(networks.map(({ name, sound }) => ({ name, sound }))).toContainEqual({ name: 'B', sound: false });
    expect(networks.find(({ name }) => name === 'B')?.totals.parameters).toBe(8 * 8 * 3 * 10 + 10);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({
      message: expect.stringContaining('but this is `network`'),
      range: { start: { line: 0 } },
    });
  });
});

describe('parsing a text after an edit', () => {
  it('gives the same as parsing it from scratch', () => {
    fc.assert(
      fc.property(edits, (sequence) => {
        let before: ParsedFile | undefined;
        for (const text of versions(sequence)) {
          before = parseTree(text, before);
          expect(describeParsed(before)).toEqual(describeParsed(parseTree(text)));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('reuses the trees of all statements except the edited one', () => {
    const [text] = examples;
    const before = parseTree(text);
    const after = parseTree(text.replace('Stage(64, 3', '\n\nStage(65, 3'), before);
    const fresh = after.statements.filter((statement) => !before.statements.includes(statement));
    expect(fresh).toHaveLength(1);
    expect(fresh[0].text).toContain('Stage(65, 3');
    expect(after.statements.length).toBe(before.statements.length);
  });

  it('reports a comment without an end', () => {
    const { diagnostics } = analyse(parseTree('network A { input(8x8x3) /* -> fc(10) }'), 'file', () => undefined);
    expect(diagnostics).toMatchObject([{ code: 'syntax', range: { start: { line: 0, character: 25 } } }]);
  });
});

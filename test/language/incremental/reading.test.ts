// A file is read statement by statement, and what an edit leaves alone is kept: nobody can tell but by the clock.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Analysis,
  analyse,
  type Importer,
  type ParsedFile,
  parseCnn,
  parseTree,
} from '../../../language/index.js';
import { splitStatements } from '../../../language/syntax/split-statements.js';
import { readText } from '../ground-truth.js';

const examples = ['resnet.cnn', 'unet.cnn', 'lenet5.cnn', 'googlenet.cnn'].map((file) => readText(`examples/${file}`));

/** What people type, and what tears a text apart. */
const snippets = fc.constantFrom(
  ...[
    '',
    ' ',
    '\n',
    '\r\n',
    '(',
    ')',
    '{',
    '}',
    '[',
    ']*2',
    ' -> relu',
    'conv(8)',
    '64',
    ',',
    '=',
    '"',
    '?',
    ';',
    '\u00e9',
  ],
  ...[
    'network ',
    '\nnetwork A { input(8x8x3) -> fc(2) }\n',
    'block ',
    '\nblock B { relu }',
    'train ',
    'train = 3',
    'import "x.cnn"',
  ],
  ...['// network\n', '/* block */', '/*', '*/', '// cnn: allow unused\n', 'defaults { conv(bias=false) }', 'x = 3'],
);
const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), removed: fc.nat(40), snippet: snippets });
const edits = fc.tuple(fc.constantFrom(...examples), fc.array(edit, { minLength: 1, maxLength: 6 }));

/** The texts that a sequence of edits comes by, the first one unedited. */
function* versions([text, steps]: readonly [string, readonly { at: number; removed: number; snippet: string }[]]) {
  let current = text;
  yield current;
  for (const { at, removed, snippet } of steps) {
    const place = Math.floor(at * current.length);
    current = current.slice(0, place) + snippet + current.slice(place + removed);
    yield current;
  }
}

/** Everything of a reading that anybody can see, the trees as they print. */
function visible({ text, statements, starts, limit }: ParsedFile) {
  return {
    text,
    limit,
    statements: statements.map(({ tree, parserErrors, ...rest }) => ({
      ...rest,
      mistakes: parserErrors.map(({ message, token }) => ({ message, token })),
      tree: JSON.stringify(tree, (key, value) => (key.startsWith('$') && key !== '$type' ? undefined : value)),
      start: starts.get(tree),
    })),
  };
}

describe('a text is cut at its statements', () => {
  it('into pieces that are all of it, and stand where they say', () => {
    fc.assert(
      fc.property(edits, (sequence) => {
        for (const text of versions(sequence)) {
          const cutting = splitStatements(text);
          if ('limit' in cutting) continue;
          expect(cutting.statements.map(({ text }) => text).join('')).toBe(text);
          for (const { text: piece, offset } of cutting.statements) expect(text.startsWith(piece, offset)).toBe(true);
        }
      }),
    );
  });

  it('where a keyword begins one, with the comment above it', () => {
    const text = '// of a\nnetwork a { x } // behind a\n\n/* of b */ block b { train = "network" } input(1) train a {}';
    const cutting = splitStatements(text);
    expect('statements' in cutting && cutting.statements.map(({ text }) => text)).toEqual([
      '// of a\nnetwork a { x }',
      ' // behind a\n\n/* of b */ block b { train = "network" } input(1)',
      ' train a {}',
    ]);
  });

  it('and a mistake in one leaves the others as they are', () => {
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

/** The blocks that a file may import. */
const beside: Importer = (path) => (path === 'x.cnn' ? { id: path, parsed: imported } : undefined);
const imported = parseTree('block Imported { conv(8) -> relu }');

describe('analysing a text after an edit', () => {
  it('comes to what analysing it afresh does', () => {
    fc.assert(
      fc.property(edits, (sequence) => {
        let read: ParsedFile | undefined;
        let before: Analysis | undefined;
        for (const text of versions(sequence)) {
          read = parseTree(text, read);
          before = analyse(read, 'file', beside, before);
          expect(before).toEqual(parseCnn(text, 'file', beside));
        }
      }),
      { numRuns: 30 },
    );
  });

  const two =
    'block B(n) { conv(n) }\nnetwork A { input(8x8x1) -> B(4) -> fc(10) }\nnetwork C { input(8x8x1) -> B(8) }';
  const edited = (edit: (text: string) => string) => {
    const read = parseTree(two);
    const before = analyse(read, 'file', beside);
    const after = analyse(parseTree(edit(two), read), 'file', beside, before);
    return after.networks.map((network, index) => network === before.networks[index]);
  };

  it('keeps the networks that the edit leaves as they are', () => {
    expect(edited((text) => text.replace('fc(10)', 'fc(100)'))).toEqual([false, true]);
    expect(edited((text) => text.replace('B(8)', 'B(8) -> relu'))).toEqual([true, false]);
  });

  it('and none where a block, or a place, is another', () => {
    expect(edited((text) => text.replace('conv(n)', 'conv(n, 5x5)'))).toEqual([false, false]);
    expect(edited((text) => text.replace('{ input', '{\n input'))).toEqual([false, false]);
    expect(edited((text) => `defaults { conv(bias=false) }${text}`)).toEqual([false, false]);
  });
});

describe('a file past its layers', () => {
  it('is told so once, and a job that trains one of the rest is not called wrong', () => {
    const many = Array.from({ length: 8 }, (_, index) => `network N${index} { input(8x8x1) -> [relu]*19000 }`);
    const { diagnostics } = parseCnn(`${many.join('\n')}\ntrain N7 { data = digits }`, 'file');
    expect(diagnostics.map(({ code }) => code)).toEqual(['too-many-layers']);
  });
});

describe('reading a text after an edit', () => {
  it('comes to what reading it afresh does', () => {
    fc.assert(
      fc.property(edits, (sequence) => {
        let before: ParsedFile | undefined;
        for (const text of versions(sequence)) {
          before = parseTree(text, before);
          expect(visible(before)).toEqual(visible(parseTree(text)));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('keeps the trees of all statements but the edited one', () => {
    const [text] = examples;
    const before = parseTree(text);
    const after = parseTree(text.replace('Stage(64, 3', '\n\nStage(65, 3'), before);
    const fresh = after.statements.filter((statement) => !before.statements.includes(statement));
    expect(fresh).toHaveLength(1);
    expect(fresh[0].text).toContain('Stage(65, 3');
    expect(after.statements.length).toBe(before.statements.length);
  });

  it('names a comment without an end, and does not read on', () => {
    const { diagnostics } = analyse(parseTree('network A { input(8x8x3) /* -> fc(10) }'), 'file', () => undefined);
    expect(diagnostics).toMatchObject([{ code: 'syntax', range: { start: { line: 0, character: 25 } } }]);
  });
});

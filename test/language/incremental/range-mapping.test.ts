// Range mapping: diagnostics and results of an unchanged statement follow it when lines before it come or go.
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
import { readText } from '../ground-truth.js';

/** A file with advice, warnings and errors at nearly every statement, with fixes and related information. */
const faulty = `// a file
import "mistaken.cnn"
import "good.cnn"
defaults { conv(bias=false) }

/** Shows its range. */
block B(n, skip=identity) { add(conv(n) -> bn -> relu, skip) }
block Unused { relu } block Wide { conv(8, 9x9) }
network A { input(30x30x8) -> B(8)*2 -> maxpool(5, stride=3) -> Good -> fc(10) } network C {
  input(8x8x1) -> conv(8) -> relu*2 }
// between
network D {
  first = input(33x33x3) -> conv(8, pad=0) -> Wide
  -> Mistaken -> conf(3)
  add(first, first -> conv(9))
}
network E { input(9x9x3) -> maxpool(2) -> conv(6, 7x7, pad=0) -> B(6, skip=conv(7)) }
INPUT(32x32x3) -> [CONV(32) -> RELU -> POOL]*3 -> FC(10)
train A { data = digits freeze = ("conv.9") batch = 32 }
network F { x = input(8x8x3) -> B(5, skip=input) y = x -> fc(3) output(y) assert params < 1 }
`;

const texts = [faulty, ...['lenet5.cnn', 'unet.cnn', 'patterns.cnn'].map((file) => readText(`examples/${file}`))];
const imported = new Map(
  Object.entries({
    'good.cnn': '\n\nblock Good { conv(4) -> relu }',
    'mistaken.cnn': 'defaults { conv(pad=0) }\nblock Mistaken {\n  conv(4, 99x99)\n}',
  }).map(([id, text]) => [id, { id, parsed: parseTree(text) }]),
);
const importer: Importer = (path) => imported.get(path);

const lines = fc.constantFrom(
  ...['', '\n\n', '  ', '// a comment', '/* of two\nlines */', '// cnn: allow large-filter', 'defaults { relu() }'],
  ...['import "good.cnn"', 'import "nowhere.cnn"', 'block New { relu }', 'block conf(n) { conv(n) }'],
  ...['network New { input(8x8x3) -> fc(2) }', 'INPUT(8x8x3) -> FC(2)', 'block B(n) { relu }', '}', 'conv(3'],
);
const edit = fc.record({
  line: fc.nat(200),
  change: fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('insert' as const), text: lines }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('indent' as const, 'join' as const) }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('delete' as const), count: fc.integer({ min: 1, max: 3 }) }),
    },
  ),
});
type LineEdit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

function edited(text: string, { line, change }: LineEdit): string {
  const all = text.split('\n');
  const at = line % all.length;
  switch (change.kind) {
    case 'insert':
      return all.toSpliced(at, 0, change.text).join('\n');
    case 'indent':
      return all.with(at, `   ${all[at]}`).join('\n');
    case 'join':
      return all.toSpliced(at, 2, `${all[at]} ${all[at + 1] ?? ''}`).join('\n');
    case 'delete':
      return all.toSpliced(at, change.count).join('\n');
  }
}

describe('analysing a text after lines were inserted and deleted', () => {
  it('gives the same as analysing it from scratch', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 8 }), (text, edits) => {
        let current = text;
        let parsed: ParsedFile = parseTree(current);
        let before: Analysis = analyse(parsed, 'file', importer);
        for (const each of edits) {
          current = edited(current, each);
          parsed = parseTree(current, parsed);
          before = analyse(parsed, 'file', importer, before);
          expect(before).toEqual(parseCnn(current, 'file', importer));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('also where only the first and the last text are analysed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(edit, { minLength: 2, maxLength: 4 }), (text, edits) => {
        let current = text;
        let parsed: ParsedFile = parseTree(current);
        const before = analyse(parsed, 'file', importer);
        for (const each of edits) {
          current = edited(current, each);
          parsed = parseTree(current, parsed);
        }
        expect(analyse(parsed, 'file', importer, before)).toEqual(parseCnn(current, 'file', importer));
      }),
      { numRuns: 20 },
    );
  });
});

describe('a network whose text an edit does not touch', () => {
  const text =
    'block B(n) { conv(n) }\nblock C { relu }\n' +
    'network A { input(8x8x1) -> B(4) }\nnetwork D { input(8x8x1) -> C -> fc(10) }';
  const reused = (edit: (text: string) => string) => {
    const parsed = parseTree(text);
    const before = analyse(parsed, 'file', importer);
    const after = analyse(parseTree(edit(text), parsed), 'file', importer, before);
    const graphs = new Set(before.networks.map(({ graph }) => graph));
    return after.networks.filter(({ graph }) => graphs.has(graph)).map(({ name }) => name);
  };

  it('is not expanded again when its position changes', () => {
    expect(reused((text) => text.replace('\nnetwork D', '\nnetwork New { input(8x8x1) -> fc(3) }\nnetwork D'))).toEqual(
      ['A', 'D'],
    );
    expect(reused((text) => text.replace('\nblock C', '\nblock New { relu }\nblock C'))).toEqual(['A', 'D']);
    expect(reused((text) => text.replace('block B(n) {', 'block B(n) {\n\n'))).toEqual(['D']);
  });

  it('is not expanded again when a block it does not use is edited', () => {
    expect(reused((text) => text.replace('conv(n)', 'conv(n, 5x5)'))).toEqual(['D']);
    expect(reused((text) => text.replace('{ relu }', '{ tanh }'))).toEqual(['A']);
  });

  it('is expanded again when a new block hides a built-in it uses', () => {
    expect(reused((text) => `${text}\nblock fc(n) { relu }`)).toEqual(['A']);
  });
});

describe('an edited network', () => {
  const text =
    'block B { conv(8) -> relu }\nnetwork A { input(32x32x3) -> conv(4) -> B*3 -> conv(4) -> maxpool(2) -> fc(10) }';
  const parsed = parseTree(text);
  const before = analyse(parsed, 'file', importer);
  const edited = text.replace('B*3 -> conv(4)', 'B*3 -> conv(4, 5x5)');
  const after = analyse(parseTree(edited, parsed), 'file', importer, before);
  const [a, b] = [before.networks[0].instances, after.networks[0].instances];

  it('reuses the instances up to the edit, and none behind it even where shapes are equal', () => {
    expect(b.map((instance, index) => instance === a[index])).toEqual([...Array(8).fill(true), false, false, false]);
    expect(b.at(-2)!.layer.output).toEqual(a.at(-2)!.layer.output);
    expect(b.at(-2)!.field).not.toEqual(a.at(-2)!.field);
  });

  it('does not change the earlier analysis', () => {
    expect(before).toEqual(parseCnn(text, 'file', importer));
    expect(after).toEqual(parseCnn(edited, 'file', importer));
  });
});

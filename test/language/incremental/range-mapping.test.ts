// Lines put in and taken out above networks, blocks, comments and imports: what moves along says the same of its new
// place.
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

/** A file with something to say at nearly every place: advice, warnings and errors, with fixes and related places. */
const talkative = `// a file
import "mistaken.cnn"
import "good.cnn"
defaults { conv(bias=false) }

/** Told of where it stands. */
block B(n, skip=identity) { add(conv(n) -> bn -> relu, skip) }
block Unused { relu } block Wide { conv(8, 9x9) }
network A { input(30x30x8) -> B(8)*2 -> maxpool(5, stride=3) -> Good -> fc(10) } network C { input(8x8x1) -> conv(8) -> relu*2 }
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

const texts = [talkative, ...['lenet5.cnn', 'unet.cnn', 'patterns.cnn'].map((file) => readText(`examples/${file}`))];
const imported = new Map(
  Object.entries({
    'good.cnn': '\n\nblock Good { conv(4) -> relu }',
    'mistaken.cnn': 'defaults { conv(pad=0) }\nblock Mistaken {\n  conv(4, 99x99)\n}',
  }).map(([id, text]) => [id, { id, parsed: parseTree(text) }]),
);
const beside: Importer = (path) => imported.get(path);

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

describe('analysing a text after lines have come and gone', () => {
  it('comes to what analysing it afresh does', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 8 }), (text, edits) => {
        let current = text;
        let parsed: ParsedFile = parseTree(current);
        let before: Analysis = analyse(parsed, 'file', beside);
        for (const each of edits) {
          current = edited(current, each);
          parsed = parseTree(current, parsed);
          before = analyse(parsed, 'file', beside, before);
          expect(before).toEqual(parseCnn(current, 'file', beside));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('also where not every text in between was analysed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(edit, { minLength: 2, maxLength: 4 }), (text, edits) => {
        let current = text;
        let parsed: ParsedFile = parseTree(current);
        const before = analyse(parsed, 'file', beside);
        for (const each of edits) {
          current = edited(current, each);
          parsed = parseTree(current, parsed);
        }
        expect(analyse(parsed, 'file', beside, before)).toEqual(parseCnn(current, 'file', beside));
      }),
      { numRuns: 20 },
    );
  });
});

describe('a network whose text an edit leaves alone', () => {
  const text =
    'block B(n) { conv(n) }\nblock C { relu }\nnetwork A { input(8x8x1) -> B(4) }\nnetwork D { input(8x8x1) -> C -> fc(10) }';
  const kept = (edit: (text: string) => string) => {
    const parsed = parseTree(text);
    const before = analyse(parsed, 'file', beside);
    const after = analyse(parseTree(edit(text), parsed), 'file', beside, before);
    const graphs = new Set(before.networks.map(({ graph }) => graph));
    return after.networks.filter(({ graph }) => graphs.has(graph)).map(({ name }) => name);
  };

  it('is not expanded again where it stands elsewhere', () => {
    expect(kept((text) => text.replace('\nnetwork D', '\nnetwork New { input(8x8x1) -> fc(3) }\nnetwork D'))).toEqual([
      'A',
      'D',
    ]);
    expect(kept((text) => text.replace('\nblock C', '\nblock New { relu }\nblock C'))).toEqual(['A', 'D']);
    expect(kept((text) => text.replace('block B(n) {', 'block B(n) {\n\n'))).toEqual(['D']);
  });

  it('nor where a block is edited that it does not use', () => {
    expect(kept((text) => text.replace('conv(n)', 'conv(n, 5x5)'))).toEqual(['D']);
    expect(kept((text) => text.replace('{ relu }', '{ tanh }'))).toEqual(['A']);
  });

  it('but where a new block hides a built-in that it uses', () => {
    expect(kept((text) => `${text}\nblock fc(n) { relu }`)).toEqual(['A']);
  });
});

describe('a network that is edited', () => {
  const text =
    'block B { conv(8) -> relu }\nnetwork A { input(32x32x3) -> conv(4) -> B*3 -> conv(4) -> maxpool(2) -> fc(10) }';
  const parsed = parseTree(text);
  const before = analyse(parsed, 'file', beside);
  const edited = text.replace('B*3 -> conv(4)', 'B*3 -> conv(4, 5x5)');
  const after = analyse(parseTree(edited, parsed), 'file', beside, before);
  const [a, b] = [before.networks[0].instances, after.networks[0].instances];

  it('has the same instances up to the edit, and others behind it though their shapes are the same', () => {
    expect(b.map((instance, index) => instance === a[index])).toEqual([...Array(8).fill(true), false, false, false]);
    expect(b.at(-2)!.layer.output).toEqual(a.at(-2)!.layer.output);
    expect(b.at(-2)!.field).not.toEqual(a.at(-2)!.field);
  });

  it('leaves the analysis before as it was', () => {
    expect(before).toEqual(parseCnn(text, 'file', beside));
    expect(after).toEqual(parseCnn(edited, 'file', beside));
  });
});

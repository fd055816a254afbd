// Random edits to the examples, for properties that hold after every edit.
import fc from 'fast-check';
import { readText } from './ground-truth.js';

export const examples = ['resnet.cnn', 'unet.cnn', 'lenet5.cnn', 'googlenet.cnn'].map((file) =>
  readText(`examples/${file}`),
);

/** What people type, and what breaks the syntax. */
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
/** An example and edits to it. */
export const edits = fc.tuple(fc.constantFrom(...examples), fc.array(edit, { minLength: 1, maxLength: 6 }));

/** The text before, between and after the edits. */
export function* versions([text, steps]: readonly [
  string,
  readonly { at: number; removed: number; snippet: string }[],
]) {
  let current = text;
  yield current;
  for (const { at, removed, snippet } of steps) {
    const place = Math.floor(at * current.length);
    current = current.slice(0, place) + snippet + current.slice(place + removed);
    yield current;
  }
}

// Go to definition: from a name to where it is declared, in the file, in an imported one or in the language itself.
import { expect, it } from 'vitest';
import { builtinsSource } from '../../../../server/features/builtins-source.js';
import { definition } from '../../../../server/features/navigation/definition.js';
import { readCursor } from '../../../support/markers.js';
import { askAt, putCursor, type SnapshotOptions } from '../../support/snapshots.js';

/** The text that the name at `<|>` leads to, with its line. */
function definitionOf(fixture: string, options?: SnapshotOptions): string | undefined {
  const found = askAt(definition, fixture, options);
  if (!found) return undefined;
  const { uri, range } = found;
  const name = uri.split('/').at(-1)!;
  const source =
    builtinsSource.answer({ uri }, () => [])?.text ??
    (name === 'file.cnn' ? readCursor(fixture).text : options?.files?.[name]) ??
    '';
  const line = source.split('\n')[range.start.line];
  return `${line.slice(range.start.character, range.end.character)} in: ${line.trim()}`;
}

const text = `block Unit(n, act=relu) { wide = 2*n conv(wide) -> act }
network A { input(8x8x1) -> Unit(4) -> fc(10) }
train A { data = digits augment = crop(8x8) }`;

it.each([
  ['conv(wi<|>de)', 'wide in: block Unit'],
  ['-> a<|>ct', 'act in: block Unit'],
  ['Un<|>it(4)', 'Unit in: block Unit'],
  ['train A<|>', 'A in: network A'],
  ['f<|>c(10)', 'fc in: builtin layer fc(units: count, bias: flag = true)'],
  ['cr<|>op(8x8)', 'crop in: builtin augmentation crop('],
  ['dig<|>its', 'digits in: builtin data digits'],
])('%s', (fixture, expected) => {
  expect(definitionOf(putCursor(text, fixture))).toContain(expected);
});

it("leads from a label to the argument it names, and from its value to the block's own parameter", () => {
  const block = (call: string) => `block Unit(stride=1) { conv(8, ${call}) }`;
  expect(definitionOf(block('str<|>ide=stride'))).toContain(
    'stride in: filters: count, kernel: size = 3x3, stride: size = 1',
  );
  expect(definitionOf(block('stride=str<|>ide'))).toBe('stride in: block Unit(stride=1) { conv(8, stride=stride) }');
  expect(definitionOf(putCursor(text, 'Unit(4)').replace('Unit(4)', 'Unit(<|>n=4)'))).toBe(
    'n in: block Unit(n, act=relu) { wide = 2*n conv(wide) -> act }',
  );
  expect(definitionOf(putCursor(text, 'dat<|>a ='))).toBe('data in: data: data = digits,');
});

it('leads to a block of an imported file', () => {
  const files = { 'unit.cnn': '// A unit\nblock Unit(n) { conv(n) }\n' };
  const network = 'import "unit.cnn"\nnetwork A { input(8x8x1) -> Un<|>it(4) -> fc(10) }\n';
  expect(definitionOf(network, { files })).toBe('Unit in: block Unit(n) { conv(n) }');
});

it('of nothing is none', () => {
  expect(definitionOf(`${text} // <|>`)).toBeUndefined();
  expect(definitionOf('network A { input(8x8x1) -> unk<|>nown }')).toBeUndefined();
});
